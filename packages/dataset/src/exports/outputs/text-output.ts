/** Text files of rows: appended in large writes, cut back to the last checkpoint when an export goes on. */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LabError } from '@parallax/lab';
import { describeWriteFailure } from '@parallax/lab/node';
import type { TextFormat } from '../format.ts';
import type { ExportSample } from '../sample.ts';
import type { Output, OutputState } from './output.ts';

const BUFFER_BYTES = 1 << 20;

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  rows: number;
  /** Bytes on disk. */
  written: number;
  waiting: string[];
  waitingBytes: number;
}

export interface TextOutputOptions {
  readonly folder: string;
  readonly name: string;
  readonly format: TextFormat;
  readonly state: OutputState;
  readonly encode: (sample: ExportSample, position: number) => string;
}

export async function openTextOutput(options: TextOutputOptions): Promise<Output> {
  const { folder, name, format } = options;
  const files = new Map<string, OpenFile>();
  for (const { file, rows, bytes } of options.state) {
    files.set(file, await openFile(folder, `${file}.${format.container.extension}`, rows[0] ?? 0, bytes));
  }
  const fileOf = async (file: string): Promise<OpenFile> => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const opened = await openFile(folder, `${file}.${format.container.extension}`, 0, 0);
    files.set(file, opened);
    return opened;
  };
  const close = async (): Promise<void> => {
    for (const file of files.values()) await file.handle.close();
    files.clear();
  };
  return {
    add: async (sample) => {
      const file = await fileOf(format.fileOf(sample, name));
      if (format.mostRows !== undefined && file.rows >= format.mostRows) refuseMoreRows(format, file);
      const { head, separator } = format.container;
      const text = `${file.rows === 0 ? head : separator}${options.encode(sample, file.rows)}`;
      file.rows++;
      file.waiting.push(text);
      file.waitingBytes += text.length;
      if (file.waitingBytes >= BUFFER_BYTES) await flush(file);
    },
    checkpoint: async () => {
      const state: OutputState = [];
      for (const [name, file] of files) {
        await flush(file);
        await file.handle.datasync();
        state.push({ file: name, rows: [file.rows], bytes: file.written });
      }
      return state;
    },
    finish: async () => {
      const finished = [];
      for (const file of files.values()) {
        file.waiting.push(format.container.tail);
        await flush(file);
        await file.handle.datasync();
        finished.push({ path: file.path, rows: file.rows });
      }
      await close();
      return finished.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
    close,
  };
}

async function openFile(folder: string, path: string, rows: number, bytes: number): Promise<OpenFile> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  const handle = await open(full, bytes === 0 ? 'w' : 'r+');
  if (bytes > 0) await handle.truncate(bytes);
  return { path, handle, rows, written: bytes, waiting: [], waitingBytes: 0 };
}

async function flush(file: OpenFile): Promise<void> {
  const bytes = Buffer.from(file.waiting.join(''));
  file.waiting = [];
  file.waitingBytes = 0;
  try {
    for (let at = 0; at < bytes.length; ) {
      at += (await file.handle.write(bytes, at, bytes.length - at, file.written + at)).bytesWritten;
    }
  } catch (cause) {
    throw describeWriteFailure(file.path, cause);
  }
  file.written += bytes.length;
}

function refuseMoreRows(format: TextFormat, file: OpenFile): never {
  throw new LabError('too-many-rows', `${file.path}: ${format.name} holds at most ${format.mostRows} rows.`, {
    remedy: 'Export less with --split, --kinds or --limit.',
  });
}
