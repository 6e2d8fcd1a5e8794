import { execFile } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, openDataset, type RowHead } from './dataset.ts';
import { madeOptions, madeShard } from './made-dataset.ts';
import { countQuestions } from './manifest.ts';
import type { DatasetRow, ShardContent } from './shards/row.ts';
import { openDatasetWriter } from './writer.ts';

const run = promisify(execFile);
let root: string;
let whole: string;
let train: ShardContent;
let test: ShardContent;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-store-'));
  whole = join(root, 'whole');
  train = await madeShard({ scenes: 3, seed: 'store' });
  test = await madeShard({ scenes: 1, seed: 'store', split: 'test' });
  await writeWhole(whole);
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function writeWhole(folder: string) {
  const writer = await openDatasetWriter(folder, madeOptions);
  await writer.writeShard('train', 0, train);
  await writer.writeShard('test', 0, test);
  return writer.finish();
}

async function copyOfWhole(name: string): Promise<string> {
  const folder = join(root, name);
  await cp(whole, folder, { recursive: true });
  return folder;
}

async function drain(dataset: Dataset): Promise<number> {
  let rows = 0;
  for await (const _ of dataset.rows()) rows++;
  return rows;
}

describe('round trip', () => {
  it('gives heads and groups that say the same as the rows themselves', async () => {
    const dataset = await openDataset(whole);
    const { kind } = train.rows[0]!.question;
    const heads: RowHead[] = [];
    for await (const head of dataset.heads({ split: 'train', kinds: [kind] })) heads.push(head);
    const rows: DatasetRow[] = [];
    for await (const row of dataset.rows({ split: 'train', kinds: [kind] })) rows.push(row);
    expect(heads.map(({ firstOfGroup, ...head }) => head)).toEqual(
      rows.map(({ index, question }) => ({
        index,
        kind: question.kind,
        groupId: question.groupId,
        hasChain: question.chain !== null,
      })),
    );
    // More rows than one group holds, so that places within a later group are read as well.
    expect(new Set(heads.map(({ firstOfGroup }) => firstOfGroup)).size).toBeGreaterThan(1);
    for (const [i, { firstOfGroup, index }] of heads.entries()) {
      expect((await dataset.questionGroup(firstOfGroup)).at(index)).toEqual(rows[i]!.question);
      expect(await (await dataset.imageGroup(firstOfGroup)).at(index)).toEqual(rows[i]!.images);
    }
    await expect(dataset.questionGroup(1e9)).rejects.toThrow(RangeError);
  });

  it('gives back every question, picture and record, in order', async () => {
    const dataset = await openDataset(whole);
    const expected = [...test.rows, ...train.rows];
    let at = 0;
    for await (const { index, question, images } of dataset.rows()) {
      expect(index).toBe(at);
      expect(question).toEqual(expected[at]!.question);
      expect(images.map((image) => Buffer.from(image))).toEqual(
        expected[at]!.images.map((image) => Buffer.from(image)),
      );
      at++;
    }
    expect(at).toBe(expected.length);
    const records = [];
    for await (const record of dataset.records()) records.push(record);
    expect(records).toEqual([...test.records, ...train.records]);
  });

  it('gives every view as it was taken once, although many questions show it and some show it cut into tiles', async () => {
    const { question, images } = train.rows[0]!;
    const edit = { type: 'tiles', rows: 1, columns: 2, order: [1, 0] };
    const cut = {
      ...question,
      questionId: `${question.questionId} cut`,
      viewIds: ['only cut', question.viewIds[0]!],
      geometry: { ...question.geometry, parameters: { pictureEdits: [edit, edit] } },
    };
    const folder = join(root, 'views');
    const writer = await openDatasetWriter(folder, madeOptions);
    const other = Uint8Array.from([...images[0]!, 0]);
    const rows = [{ question: cut, images: [other, other] }, ...train.rows];
    await writer.writeShard('train', 0, { ...train, rows });
    await writer.writeShard('test', 0, test);
    await writer.finish();
    const dataset = await openDataset(folder);
    const found = [];
    for await (const view of dataset.views({ split: 'train' })) found.push(view);
    const wanted = new Map<string, Uint8Array>();
    for (const row of train.rows)
      row.question.viewIds.forEach((viewId, i) => void wanted.set(viewId, row.images[i]!));
    expect(found.map(({ viewId }) => viewId).sort()).toEqual([...wanted.keys()].sort());
    const scenes = new Map(train.rows.map((row) => [row.question.questionId, row.question]));
    for (const { viewId, groupId, questionId, image } of found) {
      expect(Buffer.from(image)).toEqual(Buffer.from(wanted.get(viewId)!));
      expect(scenes.get(questionId)!.viewIds).toContain(viewId);
      expect(scenes.get(questionId)!.groupId).toBe(groupId);
    }
  });

  it('counts what it holds', async () => {
    const { counts } = (await openDataset(whole)).manifest;
    const rows = [...train.rows, ...test.rows].map(({ question }) => question);
    expect(counts.scenes).toBe(new Set(rows.map(({ groupId }) => groupId)).size);
    expect(counts.subjects).toBe(new Set(rows.map(({ subjectId }) => subjectId)).size);
    expect(counts.scenes).toBeGreaterThanOrEqual(4);
    expect(counts.questions).toBe(train.rows.length + test.rows.length);
    const kinds = Object.values(counts.bySplitAndKind).reduce((sum, count) => sum + count, 0);
    expect(kinds).toBe(counts.questions);
    expect(countQuestions({ counts }, {})).toBe(rows.length);
    expect(countQuestions({ counts }, { split: 'test' })).toBe(test.rows.length);
    const { kind } = train.rows[0]!.question;
    const asked = train.rows.filter(({ question }) => question.kind === kind);
    expect(countQuestions({ counts }, { split: 'train', kinds: [kind] })).toBe(asked.length);
    for (const [reason, count] of Object.entries(train.discarded)) {
      expect(counts.discarded[reason]).toBe(count + (test.discarded[reason] ?? 0));
    }
  });

  it('filters by split, kind and limit, and reads single rows', async () => {
    const dataset = await openDataset(whole);
    const filter = { split: 'train', kinds: ['relation', 'ego-rotation'], limit: 7 } as const;
    const questions = [];
    for await (const question of dataset.questions(filter)) questions.push(question);
    expect(questions).toHaveLength(7);
    expect(
      questions.every(
        (question) => question.split === 'train' && filter.kinds.some((k) => k === question.kind),
      ),
    ).toBe(true);
    const indexes = await dataset.indexes(filter);
    const rows = await Promise.all(indexes.map((index) => dataset.readRow(index)));
    expect(rows.map((row) => row.question)).toEqual(questions);
    await expect(dataset.readRow(1e6)).rejects.toThrow(RangeError);
  });

  it('gives the same bytes again', async () => {
    const again = join(root, 'again');
    const manifest = await writeWhole(again);
    expect(manifest.digest).toBe((await openDataset(whole)).manifest.digest);
    for (const name of await readdir(join(whole, 'shards'))) {
      const [a, b] = [
        await readFile(join(whole, 'shards', name)),
        await readFile(join(again, 'shards', name)),
      ];
      expect(a.equals(b), name).toBe(true);
    }
  });
});

describe('resume', () => {
  it('knows intact shards, and takes cut, changed and half-written ones for missing', async () => {
    const folder = await copyOfWhole('resume');
    const writer = await openDatasetWriter(folder, madeOptions);
    expect(await writer.hasShard('train', 0)).toBe(true);
    expect(await writer.hasShard('train', 1)).toBe(false);
    await truncate(join(folder, 'shards/train-00000.parquet'), 1000);
    expect(await writer.hasShard('train', 0)).toBe(false);
    await expect(writer.finish()).rejects.toMatchObject({ code: 'damaged-shard' });
    await writer.writeShard('train', 0, train);
    await appendFile(join(folder, 'records/test-00000.jsonl'), '\n');
    expect(await writer.hasShard('test', 0)).toBe(false);
    await writer.writeShard('test', 0, test);
    await writeFile(join(folder, 'shards/train-00000.parquet.1.0ddba11f.part'), 'half a shard');
    expect((await writer.finish()).digest).toBe((await openDataset(whole)).manifest.digest);
    expect((await readdir(join(folder, 'shards'))).filter((name) => name.endsWith('.part'))).toEqual([]);
    await unlink(join(folder, 'shards/train-00000.json'));
    expect(await writer.hasShard('train', 0)).toBe(false);
  });

  it('does not mix in shards of other options, and takes their manifest away', async () => {
    const folder = await copyOfWhole('changed');
    const writer = await openDatasetWriter(folder, { ...madeOptions, seed: '2' });
    await expect(openDataset(folder)).rejects.toMatchObject({ code: 'not-a-dataset' });
    expect(await writer.hasShard('train', 0)).toBe(false);
    await writer.writeShard('test', 0, test);
    const manifest = await writer.finish();
    expect(manifest.shards.map((shard) => shard.path)).toEqual(['shards/test-00000.parquet']);
  });

  it('lets several processes write shards of one data set at once', async () => {
    const folder = join(root, 'parallel');
    const script = (split: string, scenes: number): string => `
      import { openDatasetWriter } from ${JSON.stringify(new URL('./writer.ts', import.meta.url).href)};
      import { madeOptions, madeShard } from ${JSON.stringify(new URL('./made-dataset.ts', import.meta.url).href)};
      const writer = await openDatasetWriter(${JSON.stringify(folder)}, madeOptions);
      await writer.writeShard('${split}', 0, await madeShard({ scenes: ${scenes}, seed: 'store', split: '${split}' }));`;
    await Promise.all(
      [script('train', 3), script('test', 1)].map((code) =>
        run(process.execPath, ['--input-type=module-typescript', '-e', code], { cwd: import.meta.dirname }),
      ),
    );
    const manifest = await (await openDatasetWriter(folder, madeOptions)).finish();
    expect(manifest.digest).toBe((await openDataset(whole)).manifest.digest);
  });
});

describe('bad input', () => {
  it('names a folder without a manifest, and a manifest that is not one', async () => {
    await expect(openDataset(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'not-a-dataset' });
    const folder = await copyOfWhole('broken-manifest');
    await writeFile(join(folder, 'manifest.json'), '{"type": "dataset"');
    await expect(openDataset(folder)).rejects.toMatchObject({ code: 'not-json' });
    await writeFile(join(folder, 'manifest.json'), '{"type": "dataset", "schemaVersion": 2}');
    await expect(openDataset(folder)).rejects.toMatchObject({ code: 'newer-schema' });
  });

  it('refuses to finish or to open an empty data set', async () => {
    const writer = await openDatasetWriter(join(root, 'empty'), madeOptions);
    await writer.writeShard('train', 0, { rows: [], records: [], discarded: { 'dead-band-rotation': 4 } });
    await expect(writer.finish()).rejects.toMatchObject({
      code: 'empty-dataset',
      message: expect.stringContaining('dead-band-rotation (4)'),
    });
  });

  it('names the shard that is missing, cut or changed', async () => {
    const folder = await copyOfWhole('damaged');
    const shard = join(folder, 'shards/train-00000.parquet');
    const bytes = await readFile(shard);
    const attempts = [
      async () => unlink(shard),
      async () => writeFile(shard, bytes.subarray(0, bytes.length - 10)),
      async () => {
        const changed = Buffer.from(bytes);
        changed[changed.length >> 1]! ^= 1;
        await writeFile(shard, changed);
      },
    ];
    for (const damage of attempts) {
      await damage();
      await expect(drain(await openDataset(folder))).rejects.toMatchObject({
        code: 'damaged-shard',
        message: expect.stringContaining('train-00000.parquet'),
      });
    }
  });

  it('refuses a question in a shard of another split', async () => {
    const writer = await openDatasetWriter(join(root, 'wrong-split'), madeOptions);
    await expect(writer.writeShard('train', 0, test)).rejects.toMatchObject({ code: 'wrong-split' });
  });
});

/** A Python with pyarrow and Hugging Face datasets reads the shards as they are. */
const python = process.env['PARALLAX_PYARROW_PYTHON'];
if (python === undefined) {
  process.stderr.write(
    'SKIPPED: the Parquet shards were not opened by pyarrow and datasets; set PARALLAX_PYARROW_PYTHON to a Python that has both.\n',
  );
}

describe.skipIf(python === undefined)('other readers', () => {
  it('pyarrow and Hugging Face datasets open a shard and decode its pictures', async () => {
    const code = `
import json, sys, pyarrow.parquet as pq, datasets
path, cache = sys.argv[1:]
table = pq.read_table(path)
data = datasets.load_dataset('parquet', data_files=path, split='train', cache_dir=cache)
picture = data[0]['images'][0]
print(json.dumps({'rows': table.num_rows, 'columns': table.column_names, 'size': picture.size, 'options': data[0]['options'], 'record': json.loads(table['record'][0].as_py())['questionId'], 'id': table['id'][0].as_py()}))
`;
    const shard = join(whole, 'shards/train-00000.parquet');
    const { stdout } = await run(python ?? '', ['-c', code, shard, join(root, 'cache')]);
    const seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    const first = train.rows[0]!.question;
    expect(seen).toMatchObject({ rows: train.rows.length, size: [64, 64], options: first.options });
    expect(seen.record).toBe(first.questionId);
    expect(seen.id).toBe(first.questionId);
    expect(seen.columns).toContain('images');
  });
});
