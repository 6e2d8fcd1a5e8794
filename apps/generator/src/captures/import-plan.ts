/** Which captures there are, which of them can be read, and to which shard each belongs. */
import {
  type LayoutChoice,
  type LoadedCapture,
  readCapture,
  type Split,
  scanCaptures,
  splitOfSubject,
} from '@parallax/dataset';
import { ConfigError, DataInvalidError, exitCodeOf, LabError } from '@parallax/lab';
import type { ImportConfig } from './import-config.ts';

export interface SkippedCapture {
  readonly folder: string;
  readonly code: string;
  readonly message: string;
}

/** A readable capture. Its cameras are read again when its turn comes: a tree of 10,000 would not fit in memory. */
export interface PlannedCapture {
  readonly folder: string;
  readonly captureId: string;
  readonly split: Split;
  /** Running number in its split, counted before images are looked into: question letters are balanced over it. */
  readonly ordinal: number;
}

export interface ImportPlan {
  readonly captures: readonly PlannedCapture[];
  readonly skipped: readonly SkippedCapture[];
}

/**
 * Reads all poses below `root`. Among several captures a bad one is skipped; a bad single one is an error.
 * @throws ConfigError `folder-missing`, `no-captures`, `one-capture-only`; DataInvalidError `no-usable-capture`.
 */
export async function planImport(
  root: string,
  config: ImportConfig,
  signal: AbortSignal,
): Promise<ImportPlan> {
  const folders = await foldersOf(root);
  if (folders.length > 1 && (config.up !== undefined || config.centre !== undefined)) {
    throw new ConfigError(
      'one-capture-only',
      `--up and --centre describe one capture; ${root} holds ${folders.length}.`,
      {
        remedy: 'Import that capture alone, or leave the flags out.',
      },
    );
  }
  const captures: PlannedCapture[] = [];
  const skipped: SkippedCapture[] = [];
  const seen = new Map<string, string>();
  const ordinals: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  for (const folder of folders) {
    signal.throwIfAborted();
    try {
      const { capture } = await readForImport(folder, config);
      const earlier = seen.get(capture.sourceDigest);
      if (earlier !== undefined) {
        throw new DataInvalidError('duplicate-capture', `${folder} has the same poses as ${earlier}.`, {
          remedy: 'Keep one of the two.',
        });
      }
      seen.set(capture.sourceDigest, folder);
      const split = splitOf(capture.sourceDigest, folders.length, config);
      captures.push({ folder, captureId: capture.captureId, split, ordinal: ordinals[split]++ });
    } catch (error) {
      if (folders.length === 1) throw error;
      skipped.push(asSkipped(folder, error));
    }
  }
  if (captures.length === 0) throw noUsableCapture(root, skipped);
  return { captures, skipped };
}

/** @throws the errors of `readCapture`; DataInvalidError `image-missing`: here pixels are needed. */
export function readForImport(folder: string, config: ImportConfig, split?: Split): Promise<LoadedCapture> {
  const format: LayoutChoice = config.format === 'mvimgnet' ? 'colmap' : config.format;
  return readCapture(folder, {
    format,
    requireImages: true,
    ...(split === undefined ? {} : { split }),
    ...(config.up === undefined ? {} : { up: config.up }),
    ...(config.centre === undefined ? {} : { centre: config.centre }),
  });
}

/** A user's bad input is a value to count; anything else is a fault of ours and is thrown on. */
export function asSkipped(folder: string, error: unknown): SkippedCapture {
  if (error instanceof LabError && exitCodeOf(error) === 2) {
    return { folder, code: error.code, message: error.message };
  }
  throw error;
}

export function noUsableCapture(root: string, skipped: readonly SkippedCapture[]): DataInvalidError {
  const reasons = countByCode(skipped).map(([code, count]) => `${code}: ${count}`);
  return new DataInvalidError(
    'no-usable-capture',
    `None of the ${skipped.length} captures in ${root} can be used (${reasons.join(', ')}).`,
    {
      remedy: `The first one: ${skipped[0]?.message ?? ''}`,
    },
  );
}

export function countByCode(skipped: readonly SkippedCapture[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { code } of skipped) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

async function foldersOf(root: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    for await (const folder of scanCaptures(root)) folders.push(folder);
  } catch (cause) {
    // A transforms.json may be named itself; readCapture takes files and says what is wrong with others.
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOTDIR') return [root];
    if (code !== 'ENOENT') throw cause;
    throw new ConfigError('folder-missing', `${root} does not exist.`, { remedy: 'Check the path.', cause });
  }
  if (folders.length > 0) return folders;
  throw new ConfigError(
    'no-captures',
    `${root} holds no capture: no sparse/ model, transforms.json, capture.json, ScanNet scene or CO3D category in it or below.`,
    {
      remedy: 'Name the folder of a capture, or of a tree of captures (class/instance).',
    },
  );
}

function splitOf(digest: string, count: number, config: ImportConfig): Split {
  if (config.split !== 'auto') return config.split;
  return count === 1 ? 'test' : splitOfSubject(digest, config.seed, config.splitRatios);
}
