import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  canonicalJson,
  describeWriteFailure,
  readJson,
  removeUnfinished,
  sha256,
  sha256OfFile,
  writeFileAtomic,
} from './files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});

describe('writeFileAtomic', () => {
  it('leaves one of the whole contents when many writers race, and no temporary file', async () => {
    const path = join(folder, 'a', 'file');
    const contents = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
    await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
    expect(contents).toContain(await readFile(path, 'utf8'));
    expect(await readdir(join(folder, 'a'))).toEqual(['file']);
  });

  it('explains a full disk and keeps other errors', () => {
    const full = Object.assign(new Error('x'), { code: 'ENOSPC' });
    expect(describeWriteFailure('f', full)).toMatchObject({ code: 'disk-full' });
    const other = new Error('y');
    expect(describeWriteFailure('f', other)).toBe(other);
  });
});

describe('removeUnfinished', () => {
  it('removes what a killed write left, of the processes that are named, and nothing else', async () => {
    const write = (more: string): ChildProcess =>
      spawn(
        process.execPath,
        [
          '--input-type=module',
          '--eval',
          `import { writeFileAtomic } from ${JSON.stringify(new URL('./files.ts', import.meta.url).href)};
          async function* parts() { yield 'half'; process.send('half'); await new Promise((r) => setTimeout(r, 1e6)); }
          await writeFileAtomic(${JSON.stringify(join(folder, 'shard'))} + ${JSON.stringify(more)}, parts());`,
        ],
        { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
      );
    const children = [write('-a'), write('-b'), write('-b')];
    await Promise.all(children.map((child) => once(child, 'message')));
    const ended = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
    for (const name of ['whole', 'shard.12.part', 'my.part']) await writeFile(join(folder, name), '');
    const left = async (): Promise<number> => (await readdir(folder)).length;
    expect(await left()).toBe(6);
    await removeUnfinished(folder, [children[0]?.pid ?? 0, children[1]?.pid ?? 0]);
    expect(await left()).toBe(4);
    await removeUnfinished(folder);
    expect((await readdir(folder)).sort()).toEqual(['my.part', 'shard.12.part', 'whole']);
    await removeUnfinished(join(folder, 'none'));
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys and round-trips', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('sha256OfFile', () => {
  it('equals the digest of the bytes and the published test vector', async () => {
    const path = join(folder, 'abc');
    await writeFile(path, 'abc');
    // FIPS 180-2, appendix B.1
    expect(await sha256OfFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256('abc')).toBe(await sha256OfFile(path));
  });
});

describe('readJson', () => {
  const Schema = z.object({ schemaVersion: z.literal(1), name: z.string() });
  const read = async (text: string) => {
    const path = join(folder, 'record.json');
    await writeFile(path, text);
    return readJson(path, Schema);
  };

  it('reads a valid record', async () => {
    expect(await read('{"schemaVersion":1,"name":"a"}')).toEqual({ schemaVersion: 1, name: 'a' });
  });

  it('tells apart missing, torn, wrong and newer files', async () => {
    await expect(readJson(join(folder, 'none'), Schema)).rejects.toMatchObject({ code: 'file-missing' });
    await expect(read('{"schemaVersion":1,')).rejects.toMatchObject({ code: 'not-json' });
    await expect(read('{"schemaVersion":1,"name":2}')).rejects.toMatchObject({
      code: 'wrong-shape',
      message: expect.stringContaining('key name'),
    });
    await expect(read('{"schemaVersion":2,"name":"a"}')).rejects.toMatchObject({ code: 'newer-schema' });
  });
});
