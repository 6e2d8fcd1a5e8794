/** Files that survive a crash: atomic writes, digests, JSON with a schema, append-only JSON lines. */
import { createHash, hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { ConfigError, DataFormatError, LabError } from './errors.ts';

/**
 * Writes a file so that a reader, or a machine that loses power, sees the old content or the new one, never a part:
 * temporary file in the same folder, fsync, rename, fsync of the folder.
 * @throws LabError `disk-full` when the file system has no space left; the temporary file is removed.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
  try {
    const file = await open(temporary, 'w');
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
      else for await (const part of content) await file.appendFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw describeWriteFailure(path, cause);
  }
}

/**
 * Removes what `writeFileAtomic` had begun in this folder and a kill left behind: everybody's when nobody writes any
 * more, or that of dead processes alone. A folder that is not there holds nothing.
 */
export async function removeUnfinished(folder: string, pids?: readonly number[]): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = UNFINISHED.exec(name)?.[1];
    if (pid === undefined || (pids !== undefined && !pids.includes(Number(pid)))) continue;
    await rm(join(folder, name), { force: true });
  }
}

/** NAME.PID.RANDOM.part, as `writeFileAtomic` names it. */
const UNFINISHED = /\.(\d+)\.[0-9a-f]{8}\.part$/;

/** Makes a finished rename durable: without it the folder's entry may still be lost on power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Turns a failed write into a message with a remedy; other errors pass unchanged. */
export function describeWriteFailure(path: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new LabError('disk-full', `No space left on the device while writing ${path}.`, {
      remedy: 'Free some space (or choose another folder) and run the same command again: it continues.',
      cause,
    });
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new ConfigError('not-writable', `${path} cannot be written (${code}).`, {
      remedy: 'Choose a folder that you may write to.',
      cause,
    });
  }
  return cause;
}

/** Canonical JSON: keys sorted, two spaces, newline at the end; the same value gives the same bytes. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), null, 2)}\n`;
}

export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** One buffer for the whole file: a stream's chunks would wait for the collector, file after file. */
export async function sha256OfFile(path: string): Promise<string> {
  const sum = createHash('sha256');
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1 << 18);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return sum.digest('hex');
      sum.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, canonicalJson(value));
}

/**
 * Reads and validates a JSON file.
 * @throws ConfigError `file-missing`; DataFormatError `not-json` or `wrong-shape`, naming file and key.
 */
export async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ConfigError('file-missing', `${path} does not exist.`, {
      remedy: 'Check the path, or run the stage that writes this file.',
      cause,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DataFormatError('not-json', `${path} is not JSON: ${(cause as Error).message}.`, {
      remedy: 'Restore the file, or delete it and run the stage that writes it again.',
      cause,
    });
  }
  return parseRecord(path, value, schema);
}

/** Validates a value read from `where` (a path, or path and row), naming the first wrong key. */
export function parseRecord<S extends z.ZodType>(where: string, value: unknown, schema: S): z.infer<S> {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > 1) {
    throw new DataFormatError(
      'newer-schema',
      `${where} was written by a newer Parallax (schema ${version}).`,
      {
        remedy: 'Update this checkout to the version that wrote it.',
      },
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = issue?.path.join('.') || '(root)';
  throw new DataFormatError('wrong-shape', `${where}: key ${key}: ${issue?.message ?? 'invalid'}.`, {
    remedy: 'Restore the file, or run the stage that writes it again.',
    cause: result.error,
  });
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
