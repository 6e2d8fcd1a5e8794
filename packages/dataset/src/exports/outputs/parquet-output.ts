/** Parquet files of rows in numbered parts, each written whole: a part that stands is finished. */
import { join } from 'node:path';
import { writeFileAtomic } from '@parallax/lab/node';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ParquetFormat } from '../format.ts';
import type { ExportSample } from '../sample.ts';
import type { FinishedFile, Output, OutputState } from './output.ts';
import { huggingFaceFeatures, parquetSchema, type Shape } from './parquet-schema.ts';

// Bounds of a part: what is held in memory, and what an interruption can cost.
const PART_ROWS = 1000;
const PART_BYTES = 64 << 20;
const ROW_GROUP_ROWS = 100;

export interface ParquetOutputOptions {
  readonly folder: string;
  readonly name: string;
  readonly format: ParquetFormat;
  readonly columns: Readonly<Record<string, Shape>>;
  readonly state: OutputState;
  readonly encode: (sample: ExportSample, position: number) => Readonly<Record<string, unknown>>;
}

export function openParquetOutput(options: ParquetOutputOptions): Output {
  const { folder, name, format, columns } = options;
  const files = new Map(options.state.map(({ file, rows }) => [file, { parts: [...rows] }]));
  let waiting: Readonly<Record<string, unknown>>[] = [];
  let waitingBytes = 0;
  let current: string | null = null;

  const flush = async (): Promise<void> => {
    if (current === null || waiting.length === 0) return;
    const { parts } = files.get(current)!;
    await writeFileAtomic(join(folder, partPath(current, parts.length)), encodePart(columns, waiting));
    parts.push(waiting.length);
    waiting = [];
    waitingBytes = 0;
  };

  return {
    add: async (sample) => {
      const file = format.fileOf(sample, name);
      if (file !== current) await flush();
      current = file;
      const { parts } = files.get(file) ?? { parts: [] };
      files.set(file, { parts });
      const position = parts.reduce((sum, rows) => sum + rows, waiting.length);
      waiting.push(options.encode(sample, position));
      waitingBytes += sample.pictures.reduce((sum, picture) => sum + picture.bytes.length, 8192);
      if (waiting.length >= PART_ROWS || waitingBytes >= PART_BYTES) await flush();
    },
    checkpoint: async () =>
      waiting.length > 0
        ? null
        : [...files].map(([file, { parts }]) => ({ file, rows: [...parts], bytes: 0 })),
    finish: async () => {
      await flush();
      const finished: FinishedFile[] = [...files].flatMap(([file, { parts }]) =>
        parts.map((rows, part) => ({ path: partPath(file, part), rows })),
      );
      return finished.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    close: async () => {},
  };
}

function partPath(file: string, part: number): string {
  return `${file}-${String(part).padStart(5, '0')}.parquet`;
}

function encodePart(
  columns: Readonly<Record<string, Shape>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.entries(columns).map(([name, shape]) => ({
        name,
        data: rows.map((row) => row[name]),
        // Encoded pictures and records do not shrink by much, and their bounds say nothing.
        statistics: false,
        ...(holdsImages(shape) ? { codec: 'UNCOMPRESSED' as const } : {}),
      })),
      schema: parquetSchema(columns),
      rowGroupSize: ROW_GROUP_ROWS,
      kvMetadata: [{ key: 'huggingface', value: huggingFaceFeatures(columns) }],
      createdBy: 'parallax',
    }),
  );
}

function holdsImages(shape: Shape): boolean {
  return shape === 'image' || (typeof shape === 'object' && 'list' in shape && holdsImages(shape.list));
}
