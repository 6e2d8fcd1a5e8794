/** A data set whose every chain verifies, made from another one: the `chains` stage. */
import { join } from 'node:path';
import { writeFileAtomic } from '@parallax/lab/node';
import { writeChain } from '../../questions/chain/write-chain.ts';
import type { DatasetManifest, Question, Split } from '../../schema.ts';
import type { Dataset } from '../../store/dataset.ts';
import type { Wording } from '../facts/fact.ts';
import { type Asked, type AskTeacherOptions, askTeacher } from '../teacher/ask-teacher.ts';
import { chooseQuestions } from './choose-questions.ts';
import { type Judged, judgeChain, judgeReply } from './judge-chain.ts';
import { writeDerived } from './write-derived.ts';

export type ChainWriter =
  | { readonly type: 'geometry'; readonly wording: Wording }
  | ({ readonly type: 'teacher' } & Omit<AskTeacherOptions, 'journal' | 'signal' | 'onAnswer'>);

export interface DeriveChainsOptions {
  readonly folder: string;
  readonly name: string;
  readonly writer: ChainWriter;
  readonly seed: string;
  readonly perKind?: number;
  readonly kinds?: readonly string[];
  readonly split?: Split;
  readonly signal?: AbortSignal;
  /** Told once how many questions were chosen, then after each of them. */
  readonly onChosen?: (count: number) => void;
  readonly onQuestion?: () => void;
}

export interface AcceptRate {
  tried: number;
  accepted: number;
}

export interface DerivedChains {
  readonly manifest: DatasetManifest;
  readonly byKind: Readonly<Record<string, AcceptRate>>;
  /** Reason -> questions rejected for it. */
  readonly byReason: Readonly<Record<string, number>>;
  /** rejections.jsonl of the new data set. */
  readonly rejections: string;
}

/**
 * Writes chains for chosen questions and keeps those whose every claim holds. The others stand in rejections.jsonl
 * with the claims that failed. A teacher's replies are kept in chains/journal.jsonl, so that the same call continues.
 * @throws DataInvalidError `empty-dataset` when no chain is accepted; see also `askTeacher`.
 */
export async function deriveChains(dataset: Dataset, options: DeriveChainsOptions): Promise<DerivedChains> {
  const { writer, seed, signal } = options;
  const chosen = await chooseQuestions(dataset, options);
  options.onChosen?.(chosen.length);
  const verdicts =
    writer.type === 'geometry'
      ? fromGeometry(dataset, chosen, writer.wording, options)
      : await fromTeacher(dataset, chosen, writer, options);
  const chains = new Map<number, string>();
  const byKind: Record<string, AcceptRate> = {};
  const byReason: Record<string, number> = {};
  const rejections: string[] = [];
  for await (const { index, question, judged } of verdicts) {
    signal?.throwIfAborted();
    byKind[question.kind] ??= { tried: 0, accepted: 0 };
    const rate = byKind[question.kind]!;
    rate.tried++;
    if (judged.reason === null) {
      rate.accepted++;
      chains.set(index, judged.chain);
      continue;
    }
    byReason[judged.reason] = (byReason[judged.reason] ?? 0) + 1;
    const { questionId, kind } = question;
    const { reason, chain } = judged;
    const failed = judged.failed.map(({ text, reason, form }) => ({ form, text, reason }));
    rejections.push(`${JSON.stringify({ questionId, kind, reason, failed, chain })}\n`);
  }
  const path = join(options.folder, 'rejections.jsonl');
  await writeFileAtomic(path, rejections.join(''));
  const manifest = await writeDerived(dataset, chains, {
    folder: options.folder,
    name: options.name,
    seed,
    config: configOf(options),
    discarded: Object.fromEntries(
      Object.entries(byReason).map(([reason, count]) => [`chain: ${reason}`, count]),
    ),
  });
  return { manifest, byKind, byReason, rejections: path };
}

interface Verdict {
  readonly index: number;
  readonly question: Question;
  readonly judged: Judged;
}

async function* fromGeometry(
  dataset: Dataset,
  chosen: readonly number[],
  wording: Wording,
  options: DeriveChainsOptions,
): AsyncGenerator<Verdict> {
  for await (const { index, question } of questionsAt(dataset, chosen)) {
    const chain = writeChain(question, { wording });
    yield { index, question, judged: chain === null ? unwritten('no-chain') : judgeChain(question, chain) };
    options.onQuestion?.();
  }
}

async function fromTeacher(
  dataset: Dataset,
  chosen: readonly number[],
  writer: Extract<ChainWriter, { type: 'teacher' }>,
  options: DeriveChainsOptions,
): Promise<AsyncIterable<Verdict>> {
  const { signal, onQuestion } = options;
  const { replies, reasons } = await askTeacher(withImages(dataset, chosen), {
    ...writer,
    journal: join(options.folder, 'chains', 'journal.jsonl'),
    ...(signal === undefined ? {} : { signal }),
    ...(onQuestion === undefined ? {} : { onAnswer: () => onQuestion() }),
  });
  return (async function* () {
    for await (const { index, question } of questionsAt(dataset, chosen)) {
      const reply = replies.get(question.questionId);
      const judged =
        reply === undefined || reply.text === null
          ? unwritten(reasons.get(question.questionId) ?? 'not-asked')
          : judgeReply(question, reply.text, reply.finishReason);
      yield { index, question, judged };
    }
  })();
}

async function* withImages(dataset: Dataset, chosen: readonly number[]): AsyncGenerator<Asked> {
  for (const index of chosen) {
    const { question, images } = await dataset.readRow(index);
    yield { question, images };
  }
}

/** The chosen questions in order, without their pictures. */
async function* questionsAt(dataset: Dataset, chosen: readonly number[]) {
  const wanted = new Set(chosen);
  let index = 0;
  for await (const question of dataset.questions()) {
    if (wanted.has(index)) yield { index, question };
    index++;
  }
}

function unwritten(reason: string): Judged {
  return { chain: '', reason, failed: [] };
}

function configOf({ writer, perKind, kinds, split }: DeriveChainsOptions): Record<string, unknown> {
  const chosen = {
    ...(perKind === undefined ? {} : { perKind }),
    ...(kinds === undefined ? {} : { kinds: [...kinds] }),
    ...(split === undefined ? {} : { split }),
  };
  if (writer.type === 'geometry') return { writer: 'geometry', wording: writer.wording, ...chosen };
  return { writer: 'teacher', model: writer.teacher.modelId, sampling: { ...writer.sampling }, ...chosen };
}
