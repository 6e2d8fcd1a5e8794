import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeOptions, madeShard } from '../store/made-dataset.ts';
import { openDatasetWriter } from '../store/writer.ts';
import type { PassRow } from './pass-row.ts';
import { readPasses } from './read-passes.ts';

const root = join(tmpdir(), `parallax-passes-${process.pid}`);
const objects = [{ number: 1, objectId: 'chair-0001', low: [-0.2, 0, -0.5], span: 1.5, scale: 1.5 }] as const;
const rows: PassRow[] = Array.from({ length: 37 }, (_, k) => ({
  viewId: `train-000000/v${k}`,
  depth: Uint8Array.of(0x89, 0x50, k, 255),
  normals: null,
  mask: Uint8Array.from({ length: 300 }, (_, i) => (i * k) & 255),
  coordinates: new Uint8Array(0),
  objects: [...objects.map((object) => ({ ...object }))],
}));

const collect = async (folder: string, manifest: Parameters<typeof readPasses>[1]): Promise<PassRow[]> => {
  const all: PassRow[] = [];
  for await (const row of readPasses(folder, manifest)) all.push(row);
  return all;
};

let content: Awaited<ReturnType<typeof madeShard>>;
beforeAll(async () => {
  content = await madeShard({ seed: 'passes', split: 'train', scenes: 2 });
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('passes of a data set', () => {
  it('come back as they were written, and change nothing in the shard', async () => {
    const [bare, full] = [join(root, 'bare'), join(root, 'full')];
    const without = await openDatasetWriter(bare, madeOptions);
    const entry = await without.writeShard('train', 0, content);
    expect(entry).not.toHaveProperty('passes');
    expect(await collect(bare, await without.finish())).toEqual([]);
    const writer = await openDatasetWriter(full, madeOptions);
    const { sha256, recordsSha256, passes } = await writer.writeShard('train', 0, {
      ...content,
      passes: rows,
    });
    expect({ sha256, recordsSha256 }).toEqual({ sha256: entry.sha256, recordsSha256: entry.recordsSha256 });
    const manifest = await writer.finish();
    expect(manifest.shards[0]?.passes).toEqual(passes);
    expect(await collect(full, manifest)).toEqual(rows);
  });

  it('that are damaged make the shard count as unfinished, and are refused by name', async () => {
    const folder = join(root, 'full');
    const writer = await openDatasetWriter(folder, madeOptions);
    expect(await writer.hasShard('train', 0)).toBe(true);
    const manifest = await writer.finish();
    const path = join(folder, manifest.shards[0]!.passes!.path);
    const bytes = await readFile(path);
    bytes[100] = bytes[100]! ^ 1;
    await writeFile(path, bytes);
    expect(await writer.hasShard('train', 0)).toBe(false);
    await expect(collect(folder, manifest)).rejects.toMatchObject({ code: 'damaged-passes' });
    await rm(path);
    expect(await writer.hasShard('train', 0)).toBe(false);
    await expect(collect(folder, manifest)).rejects.toThrowError(path);
  });
});
