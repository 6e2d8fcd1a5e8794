/** Picks the questions a report shows: of each kind one that the last model gets right and one that it gets wrong. */
import { openDataset } from '@parallax/dataset';
import { chainOf, verifyChain } from '@parallax/dataset/chains';
import type { Question } from '@parallax/dataset/schema';
import {
  type EvalSample,
  isPlain,
  type ReportAnswer,
  type ReportEvaluation,
  type ReportExample,
} from '@parallax/eval';
import sharp from 'sharp';
import type { LabContent } from './gather-lab.ts';

export interface ChooseExamplesOptions {
  /** At most this many questions over all kinds. */
  readonly limit: number;
}

/** Larger photographs are made smaller, so that a report can be mailed. */
const MAX_SIDE_PX = 480;

export async function chooseExamples(
  content: LabContent,
  options: ChooseExamplesOptions,
): Promise<ReportExample[]> {
  const examples: ReportExample[] = [];
  for (const dataset of content.datasets) {
    const evaluations = content.evaluations.filter(
      // Under a control the question was another one: its answer would stand below pictures that it was not shown.
      ({ log, samples }) => isPlain(log) && log.datasetDigest === dataset.digest && samples.length > 0,
    );
    const wanted = new Set(chooseIds(evaluations, options.limit - examples.length));
    if (wanted.size === 0) continue;
    const opened = await openDataset(dataset.folder);
    const kinds = [...new Set(evaluations.flatMap(({ samples }) => samples.map((sample) => sample.kind)))];
    for await (const { question, images } of opened.rows({ kinds })) {
      if (!wanted.delete(question.questionId)) continue;
      const answers = evaluations
        .map((evaluation) => answerOf(evaluation, question))
        .filter((item) => item !== null);
      examples.push({ question, images: await Promise.all(images.map(smallerImage)), answers });
      if (wanted.size === 0) break;
    }
  }
  return examples.sort((a, b) =>
    a.question.kind < b.question.kind ? -1 : a.question.kind > b.question.kind ? 1 : 0,
  );
}

/** Ids from the last evaluation (the most trained model), a right and a wrong one of each kind, kinds in turn. */
function chooseIds(evaluations: readonly ReportEvaluation[], limit: number): string[] {
  const samples = evaluations.at(-1)?.samples ?? [];
  const asked = evaluations.map((evaluation) => new Set(evaluation.samples.map((sample) => sample.sampleId)));
  const shared = samples.filter((sample) => asked.every((ids) => ids.has(sample.sampleId)));
  const pool = shared.length > 0 ? shared : samples;
  const kinds = [...new Set(pool.map((sample) => sample.kind))].sort();
  const isRight = (sample: EvalSample): boolean => (sample.score?.value ?? 0) >= 0.5;
  const pick = (right: boolean): string[] =>
    kinds.flatMap(
      (kind) => pool.find((sample) => sample.kind === kind && isRight(sample) === right)?.sampleId ?? [],
    );
  return [...pick(true), ...pick(false)].slice(0, Math.max(0, limit));
}

function answerOf({ log, samples }: ReportEvaluation, question: Question): ReportAnswer | null {
  const sample = samples.find((item) => item.sampleId === question.questionId);
  if (sample === undefined) return null;
  const chain = chainOf(sample.completion ?? '');
  const claims = chain === null ? [] : verifyChain(chain, question.geometry).claims;
  return { model: log.model, completion: sample.completion, score: sample.score, claims };
}

async function smallerImage(bytes: Uint8Array): Promise<Uint8Array> {
  const image = sharp(bytes);
  const { width, height } = await image.metadata();
  if (Math.max(width, height) <= MAX_SIDE_PX) return bytes;
  return image
    .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: 'inside' })
    .jpeg({ quality: 82 })
    .toBuffer();
}
