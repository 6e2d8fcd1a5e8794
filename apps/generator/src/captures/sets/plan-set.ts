/** Which captures stand in which shard, and how many questions each gives. Nothing but folder names is read. */
import { join, relative, sep } from 'node:path';
import { scanCaptures } from '@parallax/dataset';
import { createRandom } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import type { CaptureSetConfig } from './set-config.ts';

/** A capture's part in a shard. */
export interface CapturePiece {
  /** Relative to the root, with "/" between folders; "" for a root that is itself a capture. */
  readonly path: string;
  readonly questions: number;
  /** A capture that gives more than one shard can hold is cut into slices that share no pair. */
  readonly part: number;
  readonly of: number;
}

export interface CaptureShard {
  readonly split: 'train' | 'test';
  readonly index: number;
  /** Number of the shard's first question in its split: kinds and answer letters go round by it. */
  readonly firstQuestion: number;
  readonly pieces: readonly CapturePiece[];
}

export interface CaptureSetPlan {
  readonly shards: readonly CaptureShard[];
  readonly captures: number;
  readonly testCaptures: number;
  /** Of all capture paths: other captures make another data set. */
  readonly capturesDigest: string;
}

/** A test capture gives no more than about this many questions: a few objects say little about a model. */
const MOST_TEST_QUESTIONS_PER_CAPTURE = 50;

/**
 * Captures are divided by object before anything is paired: those with the lowest draws are for the test.
 * @throws ConfigError `folder-missing`, `no-captures`.
 */
export async function planCaptureSet(root: string, config: CaptureSetConfig): Promise<CaptureSetPlan> {
  const paths = await findCaptures(root);
  const draw = new Map(paths.map((path) => [path, createRandom(`${config.seed}/split/${path}`).next()]));
  const drawn = paths.toSorted((a, b) => draw.get(a)! - draw.get(b)! || (a < b ? -1 : 1));
  const total = config.pairs * config.questionsPerPair;
  const wanted = Math.min(config.testQuestions, total);
  const testCaptures = testShare(paths.length, wanted, total);
  const test = testCaptures === 0 ? 0 : wanted;
  return {
    shards: [
      ...shardsOf('train', drawn.slice(testCaptures), total - test, config.questionsPerShard),
      ...shardsOf('test', drawn.slice(0, testCaptures), test, config.questionsPerShard),
    ],
    captures: paths.length,
    testCaptures,
    capturesDigest: sha256(paths.join('\n')),
  };
}

function testShare(captures: number, wanted: number, total: number): number {
  if (wanted === 0) return 0;
  if (wanted === total) return captures;
  const fair = Math.round((captures * wanted) / total);
  const enough = Math.ceil(wanted / MOST_TEST_QUESTIONS_PER_CAPTURE);
  return Math.min(Math.max(1, fair, enough), Math.floor(captures / 2));
}

/** Consecutive captures share a shard; a capture with more questions than a shard holds is cut. */
function shardsOf(
  split: CaptureShard['split'],
  paths: readonly string[],
  questions: number,
  perShard: number,
): CaptureShard[] {
  const n = paths.length;
  if (n === 0 || questions === 0) return [];
  const upTo = (k: number): number => Math.floor((k * questions) / n);
  const slices = Math.ceil(questions / n / perShard);
  if (slices > 1) {
    return paths.flatMap((path, k) =>
      Array.from({ length: slices }, (_, part): CaptureShard => {
        const own = upTo(k + 1) - upTo(k);
        const before = Math.floor((part * own) / slices);
        const after = Math.floor(((part + 1) * own) / slices);
        const piece = { path, questions: after - before, part, of: slices };
        return { split, index: k * slices + part, firstQuestion: upTo(k) + before, pieces: [piece] };
      }),
    );
  }
  const count = Math.ceil(questions / perShard);
  return Array.from({ length: count }, (_, index) => {
    const [first, end] = [Math.floor((index * n) / count), Math.floor(((index + 1) * n) / count)];
    const pieces = paths.slice(first, end).map((path, i) => ({
      path,
      questions: upTo(first + i + 1) - upTo(first + i),
      part: 0,
      of: 1,
    }));
    return { split, index, firstQuestion: upTo(first), pieces };
  });
}

async function findCaptures(root: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const folder of scanCaptures(root)) paths.push(relative(root, folder).split(sep).join('/'));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause;
    throw new ConfigError('folder-missing', `--captures ${root} is not a folder.`, {
      remedy: 'Check the path.',
      cause,
    });
  }
  if (paths.length > 0) return paths;
  throw new ConfigError('no-captures', `${root} holds no posed capture.`, {
    remedy: `Name a tree of captures such as class/instance, each with sparse/0 or transforms.json: ${join(root, 'chair/1a2b/sparse/0')}.`,
  });
}
