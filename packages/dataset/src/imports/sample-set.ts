/** A folder of samples: samples.jsonl, images/ by digest, and samples.json last. */
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, DataFormatError, DataInvalidError, type LabError } from '@parallax/lab';
import { codeCommit, parseRecord, readJson, sha256, sha256OfFile, writeJson } from '@parallax/lab/node';
import type { ExportFormatName } from '../exports/export-record.ts';
import { openPictureFiles } from '../exports/outputs/picture-files.ts';
import { pictureExtension } from '../exports/sample.ts';
import { readJsonValues } from './files/json-values.ts';
import { checkPicture, loadPicture } from './files/pictures.ts';
import { createIdCheck, findRowFiles, readForeignRows } from './read-foreign.ts';
import { type Sample, SampleSchema, type SampleSet, SampleSetSchema } from './sample.ts';

const ROWS_FILE = 'samples.jsonl';

export interface SampleImportOptions {
  readonly format: ExportFormatName;
  /** File, or folder of files. */
  readonly from: string;
  readonly out: string;
  /** Folder that picture paths start from; by default that of the file. */
  readonly mediaRoot?: string;
  readonly signal?: AbortSignal;
  readonly onRow?: (rows: number) => void;
}

/**
 * Reads a foreign set into a folder of samples. Rows that cannot be used are left out and counted by error code.
 * @throws ConfigError `no-such-set`, `folder-not-empty`; DataFormatError for a broken file; DataInvalidError
 * `empty-set` when no row is left.
 */
export async function importSamples(options: SampleImportOptions): Promise<SampleSet> {
  const { format, from, out } = options;
  const { root, files } = await findRowFiles(format, from);
  await claimFolder(out);
  const pictures = openPictureFiles(out);
  const checkId = createIdCheck();
  const skipped: SampleSet['skipped'] = {};
  let samples = 0;
  let rows = 0;
  const temporary = join(out, `${ROWS_FILE}.part`);
  const file = await open(temporary, 'w');
  try {
    for (const name of files) {
      for await (const entry of readForeignRows(format, root, name)) {
        options.signal?.throwIfAborted();
        options.onRow?.(++rows);
        try {
          const { id, pictures: sources, record: _, ...row } = entry.decode();
          const sampleId = id ?? entry.where;
          checkId(sampleId, entry.where);
          const images: string[] = [];
          for (const source of sources) {
            const bytes = await loadPicture(source, options.mediaRoot ?? root, entry.where);
            await checkPicture(bytes, entry.where);
            const digest = sha256(bytes);
            const path = `images/${digest.slice(0, 2)}/${digest}.${pictureExtension(bytes)}`;
            await pictures.store({ path, bytes });
            images.push(path);
          }
          const sample: Sample = { sampleId, ...row, images };
          await file.write(`${JSON.stringify(sample)}\n`);
          samples++;
        } catch (error) {
          countRefusal(skipped, error);
        }
      }
    }
    await finishRows(file, temporary, out);
  } finally {
    await file.close().catch(() => {});
  }
  if (samples === 0) throw emptySet(from, skipped);
  const path = join(out, ROWS_FILE);
  const set: SampleSet = {
    type: 'samples',
    schemaVersion: 1,
    codeCommit: codeCommit(),
    format,
    samples,
    skipped,
    bytes: (await stat(path)).size,
    digest: await sha256OfFile(path),
  };
  await writeJson(join(out, 'samples.json'), set);
  return set;
}

export interface OpenSampleSet {
  readonly set: SampleSet;
  samples(): AsyncIterable<Sample & { readonly pictures: readonly Uint8Array[] }>;
}

/** @throws ConfigError `file-missing`; DataFormatError `damaged-set` when samples or pictures do not fit their digests. */
export async function openSampleSet(folder: string): Promise<OpenSampleSet> {
  const set = await readJson(join(folder, 'samples.json'), SampleSetSchema);
  const path = join(folder, ROWS_FILE);
  if ((await sha256OfFile(path).catch(() => '')) !== set.digest) throw damaged(path);
  return {
    set,
    samples: async function* () {
      for await (const { row, value } of readJsonValues(path)) {
        const sample = parseRecord(`${path} row ${row}`, value, SampleSchema);
        const pictures = await Promise.all(sample.images.map((image) => readByDigest(join(folder, image))));
        yield { ...sample, pictures };
      }
    },
  };
}

async function readByDigest(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null || !path.includes(sha256(bytes))) throw damaged(path);
  return bytes;
}

async function claimFolder(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const present = async (name: string): Promise<boolean> =>
    stat(join(out, name)).then(
      () => true,
      () => false,
    );
  if ((await present('manifest.json')) || (await present('export.json'))) {
    throw new ConfigError('folder-not-empty', `${out} holds something else already.`, {
      remedy: 'Name a new folder with --out.',
    });
  }
  await rm(join(out, 'samples.json'), { force: true });
}

async function finishRows(file: FileHandle, temporary: string, out: string): Promise<void> {
  await file.sync();
  await file.close();
  await rename(temporary, join(out, ROWS_FILE));
}

/** Errors about one row are counted; those of the machine, and broken code, are not ours to swallow. */
function countRefusal(skipped: SampleSet['skipped'], error: unknown): void {
  if (!(error instanceof DataFormatError || error instanceof DataInvalidError)) throw error;
  const known = skipped[error.code];
  skipped[error.code] = { rows: (known?.rows ?? 0) + 1, first: known?.first ?? error.message };
}

function emptySet(from: string, skipped: SampleSet['skipped']): DataInvalidError {
  const reasons = Object.entries(skipped).map(
    ([code, { rows, first }]) => `${code} (${rows}), first: ${first}`,
  );
  return new DataInvalidError('empty-set', `${from}: no row can be used. ${reasons.join('; ')}`, {
    remedy: 'Check the format, and the folder that pictures are looked for in (--media-root).',
  });
}

function damaged(path: string): LabError {
  return new DataFormatError('damaged-set', `${path} is missing or does not fit its digest.`, {
    remedy: 'Import the set again.',
  });
}
