/** What `parallax evaluate` says to what it cannot ask, and what it records of rows whose pictures are bad. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pngOf } from '@parallax/dataset/fixture';
import { EvalSampleSchema } from '@parallax/eval/schema';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chairServer } from '../testing/chair-server.ts';
import { json, run, runEach } from '../testing/run-verb.ts';
import { writeMmsiBench } from '../testing/tiny-files.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-ask-'));
  await writeMmsiBench(join(root, 'mmsi'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const lineOf = (args: readonly string[]): string[] => [
  '--lab',
  join(root, 'lab'),
  '--json',
  ...args.map((arg) => arg.replace('ROOT', root)),
];
const MMSI = ['--task', 'mmsi-bench', '--data', 'ROOT/mmsi'];
const NOBODY = ['--model', 'http://127.0.0.1:9', '--served-model', 'm', '--retries', '0'];

const refused: [string, string[], RegExp][] = [
  ['nothing to ask', NOBODY, /no-source.*--dataset FOLDER/],
  ['two things to ask', ['--dataset', 'x', ...MMSI, ...NOBODY], /two-sources/],
  [
    'an unknown benchmark',
    ['--task', 'mmsi-bnech', '--data', 'ROOT', ...NOBODY],
    /unknown-benchmark.*Did you mean \\?"mmsi-bench/,
  ],
  ['a benchmark without its files', ['--task', 'mmsi-bench', ...NOBODY], /no-data-folder.*--data FOLDER/],
  [
    'a folder without the files',
    ['--task', 'mmsi-bench', '--data', 'ROOT', ...NOBODY],
    /file-missing.*MMSI_bench\.tsv/,
  ],
  [
    'a file in place of the folder',
    ['--task', 'mmsi-bench', '--data', 'ROOT/mmsi/MMSI_bench.tsv', ...NOBODY],
    /file-missing/,
  ],
  [
    'an unknown scorer',
    [...MMSI, ...NOBODY, '--scorer', 'mmsi-oficial'],
    /unknown-scorer.*Did you mean \\?"mmsi-official/,
  ],
  ['an unknown control', [...MMSI, ...NOBODY, '--control', 'blindfold'], /unknown-control.*text-only/],
  ['kinds of a benchmark', [...MMSI, ...NOBODY, '--kinds', 'x'], /wrong-source-flag.*--limit/],
  ['a data set that is none', ['--dataset', 'ROOT/mmsi', ...NOBODY], /manifest\.json/],
  ['a checkpoint that is none', [...MMSI, '--model', 'ROOT/mmsi'], /checkpoint|config\.json/],
];

describe('what cannot be asked is refused with a remedy, exit code 2', () => {
  let runs: Awaited<ReturnType<typeof runEach>>;
  beforeAll(async () => {
    runs = await runEach(
      'evaluate',
      refused.map(([, args]) => lineOf(args)),
    );
  });
  it.each(refused.map(([what, , message], i) => [what, message, i] as const))('%s', (_what, message, i) => {
    const { code, out, err } = runs[i]!;
    const { error } = json(out) as { error: { code: string; message: string; remedy: string } };
    expect(`${error.code}: ${error.message} ${error.remedy}`).toMatch(message);
    expect(error.remedy, 'remedy').toBeTruthy();
    expect(code, err).toBe(2);
  });
});

it('pictures that are text, a bomb, cut or missing are samples with an error; all others are asked', async () => {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#804020' } })
    .png()
    .toBuffer();
  const pictures = [
    picture.toString('base64'),
    Buffer.from('no picture at all').toString('base64'),
    bomb().toString('base64'),
    picture.subarray(0, 40).toString('base64'),
    '[]',
    picture.toString('base64'),
  ];
  const options = 'A: the red chair, B: the blue chair, C: the lamp, D: the desk';
  const lines = pictures.map((cell, i) => `${i}\t${cell}\tWhat is nearest? Options: ${options}\tA\tMSR\t\n`);
  await mkdir(join(root, 'bad'), { recursive: true });
  const head = 'index\timage\tquestion\tanswer\tcategory\tthought\n';
  await writeFile(join(root, 'bad', 'MMSI_bench.tsv'), head + lines.join(''));
  const server = await chairServer();
  const { code, out, err } = await run(
    'evaluate',
    lineOf([
      ...['--task', 'mmsi-bench', '--data', 'ROOT/bad'],
      ...['--model', server.url, '--served-model', 'chairs', '--style', 'letter'],
    ]),
  );
  server.close();
  expect(code, err).toBe(0);
  const { folder, ...result } = json(out);
  const samples = (await readFile(join(String(folder), 'samples.jsonl'), 'utf8')).trim().split('\n');
  const errors = samples.map((line) => EvalSampleSchema.parse(JSON.parse(line)).error?.code ?? null);
  expect(errors[0]).toBeNull();
  expect(errors[5]).toBeNull();
  expect(errors[1]).toBe('not-an-image');
  for (const failed of errors.slice(1, 5)) expect(failed).not.toBeNull();
  expect(server.asked).toHaveLength(2);
  expect(result).toMatchObject({ asked: 6, answered: 2, official: {} });
});

/** A PNG that says it is 60,000 pixels wide and high. */
function bomb(): Buffer {
  return pngOf({ widthPx: 60_000, heightPx: 60_000 }, Buffer.alloc(16));
}
