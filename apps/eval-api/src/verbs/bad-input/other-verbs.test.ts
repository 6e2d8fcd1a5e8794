/** What `parallax reward`, `report` and `contamination` say to what they cannot use. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, run, runEach } from '../testing/run-verb.ts';

let root: string;
const said = (completion: unknown, more: object = {}): string =>
  `${JSON.stringify({ completion, answer: 'B', ...more })}\n`;
const right = '<think>x</think><answer>B</answer>';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-others-'));
  const files: Record<string, string | Uint8Array> = {
    'good.jsonl': said(right),
    'empty.jsonl': '\n\n',
    'cut.jsonl': `${said(right)}{"completion":`,
    'shape.jsonl': said(right) + said(7),
    'answer.jsonl': said(right, { answer: undefined }),
    'latin.jsonl': Buffer.from(said('\xe4'), 'latin1'),
    'lab/evaluations/one/log.json': '{"type": "evaluation"',
  };
  await mkdir(join(root, 'lab/evaluations/one'), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const refused: [string, string, string[], RegExp][] = [
  ['reward', 'without a file', ['--mixture', 'actial'], /no-input.*--in FILE/],
  [
    'reward',
    'an unknown reward',
    ['--mixture', 'fuzzyf1', '--in', 'ROOT/good.jsonl'],
    /unknown-mixture.*Did you mean \\?"fuzzy-f1/,
  ],
  ['reward', 'no file', ['--mixture', 'actial', '--in', 'ROOT/none.jsonl'], /file-missing.*does not exist/],
  ['reward', 'a folder', ['--mixture', 'actial', '--in', 'ROOT'], /file-missing.*is a folder/],
  [
    'reward',
    'an empty file',
    ['--mixture', 'actial', '--in', 'ROOT/empty.jsonl'],
    /no-completions.*empty\.jsonl/,
  ],
  ['reward', 'a cut file', ['--mixture', 'actial', '--in', 'ROOT/cut.jsonl'], /not-json.*cut\.jsonl:2/],
  [
    'reward',
    'another shape',
    ['--mixture', 'actial', '--in', 'ROOT/shape.jsonl'],
    /wrong-shape.*shape\.jsonl:2: key completion/,
  ],
  [
    'reward',
    'no answer',
    ['--mixture', 'actial', '--in', 'ROOT/answer.jsonl'],
    /wrong-shape.*answer\.jsonl:1: key answer/,
  ],
  [
    'reward',
    'a truth of another kind',
    ['--mixture', 'iou-f1', '--in', 'ROOT/good.jsonl'],
    /wrong-shape.*good\.jsonl:1: key answer/,
  ],
  ['reward', 'Latin 1', ['--mixture', 'actial', '--in', 'ROOT/latin.jsonl'], /not-utf8.*latin\.jsonl:1/],
  ['report', 'no lab', ['--lab', 'ROOT/none'], /not-a-lab.*none holds no data set/],
  ['report', 'a damaged log', ['--lab', 'ROOT/lab'], /log\.json/],
  ['report', 'guards alone', ['--lab', 'ROOT/lab', '--guard', 'x'], /guard-alone|log\.json/],
  ['contamination', 'no test set', ['--train', 'ROOT/lab'], /no-test-set.*--against DATASET/],
  [
    'contamination',
    'an unknown benchmark',
    ['--train', 'ROOT/lab', '--task', 'vsi', '--data', 'ROOT'],
    /unknown-benchmark.*vsi-bench/,
  ],
  [
    'contamination',
    'a training set that is none',
    ['--train', 'ROOT/lab', '--against', 'ROOT/lab'],
    /manifest\.json/,
  ],
  [
    'contamination',
    'a benchmark without files',
    ['--train', 'ROOT/lab', '--task', 'mmsi-bench', '--data', 'ROOT'],
    /file-missing|manifest\.json/,
  ],
];

describe('what cannot be used is refused with its place and a remedy, exit code 2', () => {
  const runs = new Map<string, Awaited<ReturnType<typeof runEach>>[number]>();
  beforeAll(async () => {
    for (const [verb, cases] of Map.groupBy(refused, ([name]) => name)) {
      const lines = cases.map(([, , args]) => ['--json', ...args.map((arg) => arg.replace('ROOT', root))]);
      for (const [i, one] of (await runEach(verb, lines)).entries()) runs.set(`${verb} ${cases[i]![1]}`, one);
    }
  });
  it.each(refused)('%s: %s', (verb, what, _args, message) => {
    const { code, out, err } = runs.get(`${verb} ${what}`)!;
    const { error } = json(out) as { error: { code: string; message: string; remedy: string } };
    expect(`${error.code}: ${error.message} ${error.remedy}`).toMatch(message);
    expect(error.remedy, 'remedy').toBeTruthy();
    expect(code, err).toBe(2);
  });
});

it('reward: a completion too long to be read is named and earns what an empty one does', async () => {
  const path = join(root, 'flood.jsonl');
  await writeFile(path, said(right) + said(`${right}${'x'.repeat(9_000_000)}`, { id: 'flood' }));
  const { code, out, err } = await run('reward', ['--mixture', 'actial', '--in', path, '--json']);
  expect(code, err).toBe(0);
  expect(json(out)).toMatchObject({ n: 2, mean: 0.5, tooLong: ['flood'] });
  expect(err).toContain('too long to be read, counted as empty: flood');
});
