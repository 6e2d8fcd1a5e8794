/**
 * Writes a data set in the format of a training engine or benchmark kit. Rows stream through: memory does not grow
 * with their number. The same data set and configuration give the same bytes, interrupted or not; export.json comes last.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { canonicalJson, codeCommit, readJson, sha256, sha256OfFile, writeJson } from '@parallax/lab/node';
import type { Dataset, RowFilter } from '../store/index.ts';
import { carryRecords } from './carry-records.ts';
import {
  type ExportConfig,
  type ExportedFile,
  type ExportRecord,
  ExportRecordSchema,
  type ExportTask,
} from './export-record.ts';
import { type ExportFormat, isParquet, type RowContext } from './format.ts';
import { exportFormats } from './formats/registry.ts';
import type { Output } from './outputs/output.ts';
import { openParquetOutput } from './outputs/parquet-output.ts';
import { countPictures, openPictureFiles } from './outputs/picture-files.ts';
import {
  openProgress,
  type Progress,
  removeDamagedExport,
  removeProgress,
  saveProgress,
} from './outputs/progress.ts';
import { openTextOutput } from './outputs/text-output.ts';
import { toSample } from './sample.ts';

/** Part of every plan: a change of what an export writes raises it, so that no old half is continued. */
const EXPORT_VERSION = 1;
const CHECKPOINT_ROWS = 500;

export interface ExportOptions {
  readonly out: string;
  readonly config: ExportConfig;
  readonly signal?: AbortSignal;
  /** After each row, with the number of rows dealt with. */
  readonly onRow?: (taken: number) => void;
}

/**
 * @throws ConfigError `no-such-task`, `folder-not-empty`; DataInvalidError `nothing-to-export` when no row is left,
 * with the reasons; LabError `too-many-rows`.
 */
export async function exportDataset(dataset: Dataset, options: ExportOptions): Promise<ExportRecord> {
  const { out, config } = options;
  const format = exportFormats[config.format];
  const task = resolveTask(format, config);
  const plan = sha256(canonicalJson({ version: EXPORT_VERSION, dataset: dataset.manifest.digest, config }));
  const earlier = await readJson(join(out, 'export.json'), ExportRecordSchema).catch(() => null);
  if (earlier?.plan === plan) {
    if (await isWhole(out, earlier)) return earlier;
    const paths = earlier.files.map(({ path }) => path);
    await removeDamagedExport(out, paths);
  }
  const progress = await openProgress(out, plan);
  const name = fileName(dataset.manifest.name);
  const output = await openOutput(format, { out, name, config, task, dataset, progress });
  try {
    await writeRows(dataset, options, { format, task, output, progress });
    if (progress.rows === 0) refuseNothing(config, progress);
    const rowFiles = await output.finish();
    const carried = config.record ? await carryRecords(dataset, out) : [];
    const described = await Promise.all(rowFiles.map(({ path, rows }) => describeFile(out, path, rows)));
    const companions = await writeCompanions(out, format, { name, task, config, files: described });
    const beside = await Promise.all([...companions, ...carried].map((path) => describeFile(out, path, 0)));
    const record: ExportRecord = {
      type: 'export',
      schemaVersion: 1,
      codeCommit: codeCommit(),
      plan,
      dataset: { name: dataset.manifest.name, digest: dataset.manifest.digest },
      config,
      task,
      rows: progress.rows,
      skipped: progress.skipped,
      images: await countPictures(out),
      files: [...described, ...beside],
      use: [...format.use({ name, task, config, files: described })],
    };
    await writeJson(join(out, 'export.json'), record);
    await removeProgress(out);
    return record;
  } finally {
    await output.close();
  }
}

interface Run {
  readonly format: ExportFormat;
  readonly task: ExportTask;
  readonly output: Output;
  readonly progress: Progress;
}

async function writeRows(dataset: Dataset, options: ExportOptions, run: Run): Promise<void> {
  const { config, out, signal } = options;
  const { format, output, progress, task } = run;
  const pictures = openPictureFiles(out);
  let saved = progress.taken;
  const save = async (): Promise<void> => {
    const state = await output.checkpoint();
    if (state === null) return;
    await saveProgress(out, { ...progress, output: state });
    saved = progress.taken;
  };
  let position = 0;
  for await (const row of dataset.rows(rowFilter(config))) {
    if (position++ < progress.taken) continue;
    if (signal?.aborted === true) {
      await save();
      signal.throwIfAborted();
    }
    const sample = toSample(row, config, task);
    const reason = 'skipped' in sample ? sample.skipped : format.refuse(sample, task);
    if (reason !== null) {
      progress.skipped[reason] = (progress.skipped[reason] ?? 0) + 1;
    } else if (!('skipped' in sample)) {
      if (format.pictures === 'files') for (const picture of sample.pictures) await pictures.store(picture);
      await output.add(sample);
      progress.rows++;
    }
    progress.taken = position;
    options.onRow?.(position);
    if (position - saved >= CHECKPOINT_ROWS) await save();
  }
}

function rowFilter({ split, kinds, limit }: ExportConfig): RowFilter {
  return {
    ...(split === undefined ? {} : { split }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(limit === undefined ? {} : { limit }),
  };
}

interface OutputContext {
  readonly out: string;
  readonly name: string;
  readonly config: ExportConfig;
  readonly task: ExportTask;
  readonly dataset: Dataset;
  readonly progress: Progress;
}

async function openOutput(format: ExportFormat, context: OutputContext): Promise<Output> {
  const { out: folder, name, task, progress } = context;
  const row = (position: number): RowContext => ({ task, position, dataset: context.dataset.manifest });
  if (isParquet(format)) {
    return openParquetOutput({
      folder,
      name,
      format,
      columns: format.columns(task, context.config),
      state: progress.output,
      encode: (sample, position) => format.encode(sample, row(position)),
    });
  }
  return openTextOutput({
    folder,
    name,
    format,
    state: progress.output,
    encode: (sample, position) => format.encode(sample, row(position)),
  });
}

async function writeCompanions(
  out: string,
  format: ExportFormat,
  context: Parameters<NonNullable<ExportFormat['companions']>>[0],
): Promise<string[]> {
  const companions = format.companions?.(context) ?? {};
  for (const [path, value] of Object.entries(companions)) await writeJson(join(out, path), value);
  return Object.keys(companions);
}

function resolveTask(format: ExportFormat, { task }: ExportConfig): ExportTask {
  if (task === undefined) return format.tasks[0];
  if (format.tasks.includes(task)) return task;
  throw new ConfigError('no-such-task', `--task ${task}: ${format.name} has no such rows.`, {
    remedy: `Choose ${format.tasks.join(' or ')}, or another --format.`,
  });
}

function refuseNothing({ format }: ExportConfig, { skipped }: Progress): never {
  const reasons = Object.entries(skipped).map(([reason, count]) => `${reason} (${count})`);
  throw new DataInvalidError(
    'nothing-to-export',
    `No question is left for ${format}${reasons.length > 0 ? `: ${reasons.join(', ')}` : ': the selection is empty'}.`,
    { remedy: 'Choose another split, other kinds, or a format that holds them.' },
  );
}

async function isWhole(out: string, record: ExportRecord): Promise<boolean> {
  for (const file of record.files) {
    const path = join(out, file.path);
    const size = await stat(path).then(
      (info) => info.size,
      () => -1,
    );
    if (size !== file.bytes || (await sha256OfFile(path)) !== file.sha256) return false;
  }
  const { files, bytes } = await countPictures(out);
  return files === record.images.files && bytes === record.images.bytes;
}

async function describeFile(out: string, path: string, rows: number): Promise<ExportedFile> {
  const full = join(out, path);
  return { path, rows, bytes: (await stat(full)).size, sha256: await sha256OfFile(full) };
}

/** The set's name as a part of file names and of consumers' data set names. */
function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'dataset';
}
