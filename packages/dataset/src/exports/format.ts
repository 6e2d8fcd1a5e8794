/** What a consumer's format declares: which rows it holds, and how a row is written. */
import type { DatasetManifest } from '../schema.ts';
import type { ExportConfig, ExportedFile, ExportFormatName, ExportTask } from './export-record.ts';
import type { Shape } from './outputs/parquet-schema.ts';
import type { ExportSample } from './sample.ts';

interface FormatBase {
  readonly name: ExportFormatName;
  /** The first one is the default. */
  readonly tasks: readonly [ExportTask, ...ExportTask[]];
  /** files: written once each under images/; embedded: inside the rows. */
  readonly pictures: 'files' | 'embedded';
  /** Most rows of a file; null without a bound. */
  readonly mostRows?: number;
  /** Why the format cannot hold a row (kebab-case), or null. */
  refuse(sample: ExportSample, task: ExportTask): string | null;
  /** The file of a row, without its extension, from the set's name in file form. */
  fileOf(sample: ExportSample, name: string): string;
  /** JSON files beside the rows: path -> value. */
  companions?(context: FormatContext): Readonly<Record<string, unknown>>;
  /** Lines for people: how the consumer opens the folder. */
  use(context: FormatContext): readonly string[];
}

export interface TextFormat extends FormatBase {
  readonly container: TextContainer;
  /** One row as text, without separators; `position` counts the rows of its file from 0. */
  encode(sample: ExportSample, context: RowContext): string;
}

export interface ParquetFormat extends FormatBase {
  readonly columns: (task: ExportTask, config: ExportConfig) => Readonly<Record<string, Shape>>;
  encode(sample: ExportSample, context: RowContext): Readonly<Record<string, unknown>>;
}

export type ExportFormat = TextFormat | ParquetFormat;

/** How rows stand in a text file. */
export interface TextContainer {
  readonly extension: 'jsonl' | 'json' | 'tsv';
  /** Before the first row, between two, after the last. */
  readonly head: string;
  readonly separator: string;
  readonly tail: string;
}

export interface RowContext {
  readonly task: ExportTask;
  readonly position: number;
  readonly dataset: DatasetManifest;
}

export interface FormatContext {
  readonly name: string;
  readonly task: ExportTask;
  readonly config: ExportConfig;
  readonly files: readonly ExportedFile[];
}

export const jsonLines: TextContainer = { extension: 'jsonl', head: '', separator: '\n', tail: '\n' };
export const jsonArray: TextContainer = { extension: 'json', head: '[\n', separator: ',\n', tail: '\n]\n' };

export function isParquet(format: ExportFormat): format is ParquetFormat {
  return 'columns' in format;
}
