import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, readPasses } from '@parallax/dataset';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GenerateConfigSchema } from '../config.ts';
import { generateScenes } from '../workers/generate-scenes.ts';
import { writeModel } from './made-model.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-use-models-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function generate(
  library: string,
  name: string,
  workers: number,
): Promise<{ digest: string; warnings: string[] }> {
  const config = GenerateConfigSchema.parse({
    ...{ seed: 'models', scenes: { train: 4, validation: 0, test: 0 }, scenesPerShard: 2 },
    ...{
      viewsPerScene: 5,
      pairsPerScene: 3,
      imageSizePx: 32,
      splitRatios: { train: 1, validation: 0, test: 0 },
    },
    ...{ assets: { folder: library, front: '+x', share: 0.5 }, passes: ['mask', 'depth'] },
  });
  const warnings: string[] = [];
  const context = {
    log: () => undefined,
    warn: (line: string) => warnings.push(line),
    progress: () => ({ startAt: () => undefined, advance: () => undefined, finish: () => undefined }),
    signal: new AbortController().signal,
  } as unknown as Parameters<typeof generateScenes>[1]['context'];
  const options = { part: null, finishOnly: false, workers, leaseMs: 30_000, context };
  const { manifest } = await generateScenes(config, { ...options, folder: join(root, name) });
  if (manifest === null) throw new Error('the data set is not finished');
  return { digest: manifest.digest, warnings };
}

describe('models in data sets', () => {
  it('take their share of the subjects; digests know neither their place nor the number of workers', async () => {
    const library = join(root, 'library');
    await mkdir(library);
    for (const [k, name] of ['anvil', 'kiosk', 'wagon'].entries()) {
      const boxes = [{ at: [0, 0, 0], size: [1, 1 + k, 2] }];
      await writeModel(join(library, `${name}.glb`), { boxes, colour: [0.7, 0.1 * k, 0.1, 1] });
    }
    await writeFile(join(library, 'broken.gltf'), '{');
    const one = await generate(library, 'one', 1);
    expect(one.warnings.join()).toContain('broken.gltf');
    await rename(library, join(root, 'moved'));
    const two = await generate(join(root, 'moved'), 'two', 2);
    expect(two.digest).toBe(one.digest);
    const { manifest, records } = await openDataset(join(root, 'one'));
    expect(JSON.stringify(manifest.config)).not.toContain(root);
    const families: string[] = [];
    const views = new Set<string>();
    for await (const record of records()) {
      if (record.type === 'view') views.add(record.viewId);
      if (record.type !== 'scene') continue;
      families.push(record.objects.find(({ role }) => role === 'subject')!.family);
    }
    expect(families.filter((family) => ['anvil', 'kiosk', 'wagon'].includes(family)).length).toBe(2);
    const seen = new Set<string>();
    for await (const row of readPasses(join(root, 'one'), manifest)) {
      expect([row.depth === null, row.mask === null, row.normals, row.coordinates]).toEqual([
        false,
        false,
        null,
        null,
      ]);
      seen.add(row.viewId);
    }
    expect(seen).toEqual(views);
  }, 60_000);
});
