/** Checkpoints as others lay them out: shards, nested names, half precision, heads of their own; and what is refused. */
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../../backend/init-backend.ts';
import {
  type FloatArray,
  readSafetensors,
  type WeightsDtype,
  writeSafetensors,
} from '../../weights/index.ts';
import {
  initModel,
  loadModel,
  type ModelConfig,
  modelSize,
  saveModel,
  type VisionLanguageModel,
} from '../index.ts';

const config: ModelConfig = {
  ...modelSize('nano'),
  ...{ vocabSize: 32, imageTokenId: 30, videoTokenId: 31, layers: 2, bosTokenId: 1, eosTokenId: 2 },
};
const folders = { tied: '', untied: '' };
const tensors: Record<'tied' | 'untied', Map<string, FloatArray>> = { tied: new Map(), untied: new Map() };
const EMBEDDING = 'model.embed_tokens.weight';
const HEAD = 'lm_head.weight';

beforeAll(async () => {
  await initBackend();
  for (const kind of ['tied', 'untied'] as const) {
    folders[kind] = await mkdtemp(join(tmpdir(), `${kind}-`));
    const model = initModel({ ...config, tieWordEmbeddings: kind === 'tied' }, 3);
    await saveModel(model, folders[kind]);
    model.dispose();
    tensors[kind] = await readSafetensors(join(folders[kind], 'model.safetensors'));
  }
});

/** A folder with the config of `kind` and the given tensors in as many shards as there are maps. */
async function checkpoint(
  kind: 'tied' | 'untied',
  shards: readonly ReadonlyMap<string, FloatArray>[],
  dtypes: readonly WeightsDtype[] = ['float32'],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'layout-'));
  await copyFile(join(folders[kind], 'config.json'), join(folder, 'config.json'));
  const weight_map: Record<string, string> = {};
  for (const [i, shard] of shards.entries()) {
    const name = shards.length === 1 ? 'model.safetensors' : shardName(i, shards.length);
    await writeSafetensors(join(folder, name), shard, { dtype: dtypes[i % dtypes.length]! });
    for (const tensor of shard.keys()) weight_map[tensor] = name;
  }
  if (shards.length > 1) {
    await writeFile(
      join(folder, 'model.safetensors.index.json'),
      JSON.stringify({ metadata: {}, weight_map }),
    );
  }
  return folder;
}

function shardName(index: number, count: number): string {
  const five = (n: number): string => String(n).padStart(5, '0');
  return `model-${five(index + 1)}-of-${five(count)}.safetensors`;
}

/** Deals the tensors out in turn, so that every layer is torn over the shards. */
function dealt(all: ReadonlyMap<string, FloatArray>, count: number): Map<string, FloatArray>[] {
  const shards = Array.from({ length: count }, () => new Map<string, FloatArray>());
  [...all].forEach(([name, array], i) => {
    shards[i % count]!.set(name, array);
  });
  return shards;
}

function nestedName(name: string): string {
  if (name.startsWith('visual.')) return `model.${name}`;
  return name.replace(/^model\./, 'model.language_model.');
}

function expectHolds(model: VisionLanguageModel, all: ReadonlyMap<string, FloatArray>, relative = 0): void {
  expect([...model.parameters.keys()].sort()).toEqual([...all.keys()].sort());
  for (const [name, { data }] of all) {
    const found = model.parameters.get(name)!.dataSync();
    const worst = data.findIndex(
      (value, i) => !(Math.abs(found[i]! - value) <= relative * Math.abs(value) + 2 ** -25),
    );
    expect([name, worst]).toEqual([name, -1]);
  }
}

test.each(['tied', 'untied'] as const)('%s: any number of shards, flat or nested names', async (kind) => {
  const nested = new Map([...tensors[kind]].map(([name, array]) => [nestedName(name), array]));
  for (const [all, count] of [
    [tensors[kind], 2],
    [tensors[kind], 7],
    [nested, 1],
    [nested, 3],
  ] as const) {
    const model = await loadModel(await checkpoint(kind, dealt(all, count)));
    expectHolds(model, tensors[kind]);
    model.dispose();
  }
});

test('shards of different precision, each within its own rounding', async () => {
  const folder = await checkpoint('untied', dealt(tensors.untied, 3), ['bfloat16', 'float16', 'float32']);
  const model = await loadModel(folder);
  expectHolds(model, tensors.untied, 2 ** -8);
  model.dispose();
});

test('a tied model uses its embedding as the head, whatever head the file carries', async () => {
  const { shape, data } = tensors.tied.get(EMBEDDING)!;
  const carried = new Map(tensors.tied).set(HEAD, { shape, data: data.map((value) => value + 1) });
  const model = await loadModel(await checkpoint('tied', [carried]));
  expectHolds(model, tensors.tied);
  expect(Array.from(model.head().dataSync())).toEqual(Array.from(data));
  model.dispose();
});

test('an untied model needs its head, and does not borrow the embedding', async () => {
  const model = await loadModel(await checkpoint('untied', [tensors.untied]));
  expect(Array.from(model.head().dataSync())).toEqual(Array.from(tensors.untied.get(HEAD)!.data));
  model.dispose();
  const without = new Map(tensors.untied);
  without.delete(HEAD);
  await expect(loadModel(await checkpoint('untied', dealt(without, 2)))).rejects.toMatchObject({
    code: 'tensors-missing',
    message: expect.stringContaining(HEAD),
  });
});

test('a missing, truncated or foreign shard is named, and so is an index that is none', async () => {
  const last = shardName(2, 3);
  const make = (): Promise<string> => checkpoint('tied', dealt(tensors.tied, 3));
  const gone = await make();
  await rm(join(gone, last));
  await expect(loadModel(gone)).rejects.toMatchObject({
    code: 'file-missing',
    message: expect.stringContaining(last),
  });
  const short = await make();
  const { length } = await readFile(join(short, last));
  await truncate(join(short, last), length - 3);
  await expect(loadModel(short)).rejects.toMatchObject({
    code: 'truncated',
    message: expect.stringContaining(last),
  });
  const foreign = await make();
  await copyFile(join(foreign, shardName(0, 3)), join(foreign, last));
  await expect(loadModel(foreign)).rejects.toMatchObject({
    code: 'tensors-twice',
    message: expect.stringContaining(last),
  });
  const broken = await make();
  await writeFile(join(broken, 'model.safetensors.index.json'), '{"weight_map": {"a": 3}}');
  await expect(loadModel(broken)).rejects.toMatchObject({ message: expect.stringContaining('weight_map') });
});

test('several missing tensors are counted, the first named; a transposed matrix is called by both shapes', async () => {
  const bare = new Map([...tensors.tied].filter(([name]) => !name.startsWith('visual.')));
  await expect(loadModel(await checkpoint('tied', [bare]))).rejects.toMatchObject({
    code: 'tensors-missing',
    message: expect.stringMatching(/visual\.patch_embed\.proj\.weight.* and \d+ more/),
  });
  const name = 'model.layers.1.mlp.down_proj.weight';
  const { shape, data } = tensors.tied.get(name)!;
  const turned = new Map(tensors.tied).set(name, { shape: [...shape].reverse(), data });
  await expect(loadModel(await checkpoint('tied', dealt(turned, 2)))).rejects.toMatchObject({
    code: 'tensor-shape',
    message: expect.stringContaining(`${name} as [${[...shape].reverse()}]`),
  });
});
