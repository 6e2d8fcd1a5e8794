/** All questions of one shard of captures: the same content whoever makes it and whatever was made before. */
import {
  choosePairs,
  makeQuestion,
  type PairProfile,
  PairProfileSchema,
  publishedPairs,
  type ReferencedContent,
  type ViewPair,
} from '@parallax/dataset';
import { createRandom, type Random } from '@parallax/geometry';
import { asSkipped, type SkippedCapture } from '../import-plan.ts';
import type { CapturePiece, CaptureShard } from './plan-set.ts';
import { type ReferencedCapture, type ReferencedView, readForSet } from './read-for-set.ts';
import type { CaptureSetConfig } from './set-config.ts';

export interface CaptureShardOptions {
  readonly root: string;
  readonly config: CaptureSetConfig;
  readonly kinds: readonly string[];
  /** Told of a capture that cannot be read; the others of the shard give its questions. */
  readonly onSkipped: (skipped: SkippedCapture) => void;
}

/** What has been made so far. Nothing of a capture is kept beyond its turn. */
interface Progress {
  readonly rows: ReferencedContent['rows'][number][];
  readonly records: ReferencedContent['records'][number][];
  readonly recorded: Set<string>;
  readonly discarded: Record<string, number>;
}

/** A piece with how far its pairs were used up. */
interface Source {
  readonly piece: CapturePiece;
  drawn: number;
  exhausted: boolean;
}

export async function makeCaptureShard(
  shard: CaptureShard,
  options: CaptureShardOptions,
): Promise<ReferencedContent> {
  const made: Progress = { rows: [], records: [], recorded: new Set(), discarded: {} };
  const sources = shard.pieces.map((piece): Source => ({ piece, drawn: 0, exhausted: false }));
  const total = shard.pieces.reduce((sum, piece) => sum + piece.questions, 0);
  for (const source of sources) await askCapture(shard, source, source.piece.questions, made, options);
  // What some captures could not give, the others give: a split has exactly as many questions as was asked for.
  while (made.rows.length < total) {
    const able = sources.filter((source) => !source.exhausted);
    if (able.length === 0) break;
    const share = Math.ceil((total - made.rows.length) / able.length);
    for (const source of able) {
      const wanted = Math.min(share, total - made.rows.length);
      if (wanted > 0) await askCapture(shard, source, wanted, made, options);
    }
  }
  count(made.discarded, 'question: too-few-pairs', total - made.rows.length);
  return { rows: made.rows, records: made.records, discarded: made.discarded };
}

async function askCapture(
  shard: CaptureShard,
  source: Source,
  wanted: number,
  made: Progress,
  { root, config, kinds, onSkipped }: CaptureShardOptions,
): Promise<void> {
  if (wanted === 0) return;
  const { path } = source.piece;
  let read: ReferencedCapture;
  try {
    read = await readForSet(root, path, { split: shard.split, imageSizePx: config.imageSizePx });
  } catch (error) {
    const skipped = asSkipped(path, error);
    source.exhausted = true;
    count(made.discarded, `capture: ${skipped.code}`, 1);
    onSkipped(skipped);
    return;
  }
  const { capture, views } = read;
  const first = source.drawn === 0;
  if (first) count(made.discarded, 'view: image-missing', read.missing);
  const random = createRandom(`${config.seed}/capture/${capture.captureId}`);
  const viewOf = new Map(views.map((view) => [view.viewId, view]));
  const end = made.rows.length + wanted;
  const pairs = drawPairs(read, source, wanted, config, random);
  for (let at = 0; made.rows.length < end; at++) {
    const next = pairs.next();
    if (next.done === true) {
      source.exhausted = true;
      return;
    }
    if (at < source.drawn) continue;
    source.drawn = at + 1;
    if (typeof next.value === 'string') {
      count(made.discarded, `pair: ${next.value}`, 1);
      continue;
    }
    const pair = next.value;
    const both = [viewOf.get(pair.viewA)!, viewOf.get(pair.viewB)!];
    const asked = askPair(pair, both, end, { shard, read, random, made, config, kinds });
    if (asked === 0) continue;
    record(made, capture.captureId, capture);
    for (const view of both) record(made, view.viewId, view);
    made.records.push(pair);
  }
}

function askPair(
  pair: ViewPair,
  views: readonly ReferencedView[],
  end: number,
  context: {
    readonly shard: CaptureShard;
    readonly read: ReferencedCapture;
    readonly random: Random;
    readonly made: Progress;
    readonly config: CaptureSetConfig;
    readonly kinds: readonly string[];
  },
): number {
  const { shard, read, random, made, config, kinds } = context;
  const { capture } = read;
  const before = made.rows.length;
  for (let k = 0; k < Math.min(config.questionsPerPair, kinds.length) && made.rows.length < end; k++) {
    const number = shard.firstQuestion + made.rows.length;
    const kind = kinds[number % kinds.length]!;
    const question = makeQuestion(
      kind,
      {
        ...{ group: capture, views, pair, subjectId: capture.captureId },
        ...{ centre: capture.centre, up: capture.up, index: Math.floor(number / kinds.length) },
      },
      random.fork(`${pair.pairId}/${kind}`),
    );
    if ('discarded' in question) {
      count(made.discarded, `${kind}: ${question.discarded}`, 1);
      break;
    }
    made.rows.push({ question, references: views.map((view) => view.image.reference) });
  }
  return made.rows.length - before;
}

function drawPairs(
  { capture, views }: ReferencedCapture,
  { piece, drawn }: Source,
  wanted: number,
  config: CaptureSetConfig,
  random: Random,
): Iterator<ViewPair | string> {
  const source = {
    ...{ groupId: capture.captureId, split: capture.split, views },
    ...{ centre: capture.centre, up: capture.up },
  };
  const profile: PairProfile = PairProfileSchema.parse({
    name: config.profile,
    // The balanced choice is greedy: the first of more pairs are the pairs that fewer would have given.
    pairsPerGroup: (drawn + wanted) * 2 * piece.of,
    ...{ thresholds: config.thresholds, minAngleDeg: config.minAngleDeg, maxAngleDeg: config.maxAngleDeg },
  });
  if (config.profile === 'viewpoint-100k') {
    return publishedPairs(source, profile, random.fork('pairs'), piece);
  }
  const { pairs } = choosePairs(source, profile, random.fork('pairs'));
  return pairs.filter((_, i) => i % piece.of === piece.part).values();
}

function record(made: Progress, id: string, value: ReferencedContent['records'][number]): void {
  if (made.recorded.has(id)) return;
  made.recorded.add(id);
  made.records.push(value);
}

function count(counts: Record<string, number>, reason: string, times: number): void {
  if (times > 0) counts[reason] = (counts[reason] ?? 0) + times;
}
