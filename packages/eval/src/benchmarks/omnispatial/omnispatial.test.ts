import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scoreBenchmark } from '../scoring/score-benchmark.ts';
import { omniSpatial } from './omnispatial.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omnispatial-'));
});
afterEach(() => rm(folder, { recursive: true }));

const item = {
  id: '0_0',
  question: 'Where?',
  options: ['here', 'there', 'far', 'near'],
  answer: 1,
  task_type: 'Dynamic_Reasoning',
  sub_task_type: 'Motion_Analysis',
};
const write = (items: unknown, inside = '.') =>
  mkdir(join(folder, inside), { recursive: true }).then(() =>
    writeFile(join(folder, inside, 'data.json'), JSON.stringify(items)),
  );

/**
 * The right answer is B. Expected hits were written down by running the published functions under Python 3.11, in this
 * order: the benchmark's `re`, `json` and `direct` (its api_eval.py, the reply of the model put in), FlagEvalMM.
 */
it.each([
  ['Answer: B', [1, 0, 0, 1]],
  ['answer: b', [0, 0, 0, 0]],
  ['Answer :\u3000B', [1, 0, 0, 1]],
  ['Answer: A\nAnswer: B', [1, 0, 0, 1]],
  ['Answer: Bx', [0, 0, 0, 1]],
  ['nothing', [0, 0, 0, 0]],
  ['B', [0, 0, 1, 1]],
  ['(B)', [0, 0, 0, 1]],
  [' b it is', [0, 0, 1, 0]],
  ['```json\n{"analysis": "x", "answer": "B"}\n```', [0, 1, 0, 1]],
  ['{"answer": " b. here"}', [0, 1, 0, 0]],
  ['{"answer": "B", "sure": NaN}', [0, 1, 0, 1]],
  ['{"answer": 1}', [0, 0, 0, 0]],
  ['[]', [0, 0, 0, 0]],
  ['\\boxed{B}', [0, 0, 0, 1]],
  ['Final option is D, no: answer B', [0, 0, 0, 0]],
  ['Error code 500: Answer: B', [1, 0, 0, null]],
  ['因此B', [0, 0, 0, 1]],
  ['B\u0301', [0, 0, 1, 1]],
])('%j scores as the published functions say', async (completion, expected) => {
  await write([item]);
  const rows = await omniSpatial.load(folder);
  const predictions = new Map([['Dynamic_Reasoning_0_0', completion]]);
  const hits = ['omnispatial-re', 'omnispatial-json', 'omnispatial-direct', 'flagevalmm'].map(
    (scorer) => scoreBenchmark(omniSpatial, rows, predictions, scorer).report.items[0]!.hit,
  );
  expect(hits).toEqual(expected);
});

it('counts what cannot be read as "A" where the benchmark does, and not in the strict reading', async () => {
  await write([{ ...item, answer: 0 }]);
  const rows = await omniSpatial.load(folder);
  const hit = (scorer: string) =>
    scoreBenchmark(omniSpatial, rows, new Map([['Dynamic_Reasoning_0_0', '?']]), scorer).report.items[0]!.hit;
  expect(['omnispatial-re', 'omnispatial-json', 'omnispatial-direct', 'parallax'].map(hit)).toEqual([
    1, 1, 0, 0,
  ]);
});

it('makes the tables of each kit: shares of the count and a millionth, fractions, percent', async () => {
  const other = { ...item, id: '1_0', task_type: 'Complex_Logic', sub_task_type: 'Geometric_Reasoning' };
  await write([item, { ...item, id: '0_1' }, other]);
  const rows = await omniSpatial.load(folder);
  const predictions = new Map(rows.map(({ id }, i) => [String(id), i === 1 ? 'Answer: C' : 'Answer: B']));
  const report = (scorer: string) => scoreBenchmark(omniSpatial, rows, predictions, scorer).report;
  const share = (hits: number, n: number) => (hits / (n + 1e-6)) * 100;
  expect(report('omnispatial-re')).toMatchObject({
    overall: { accuracy: share(2, 3) },
    categories: {
      Dynamic_Reasoning: { Total: share(1, 2), Motion_Analysis: share(1, 2) },
      Complex_Logic: { Total: share(1, 1), Geometric_Reasoning: share(1, 1) },
    },
  });
  expect(report('lmms-eval')).toMatchObject({
    overall: { omnispatial: 2 / 3 },
    categories: { omnispatial_motion_analysis: 0.5, omnispatial_geometric_reasoning: 1 },
  });
  expect(report('vlmevalkit-easi')).toMatchObject({
    overall: { overall: expect.closeTo(200 / 3, 9) },
    categories: {
      'task_type.Dynamic_Reasoning_accuracy': 50,
      'sub_task_type.Geometric_Reasoning_accuracy': 100,
    },
  });
  expect(report('flagevalmm').overall).toEqual({ accuracy: 66.67 });
});

describe('files', () => {
  it('takes the folder or what the archive unpacks to, ids that start again in every task', async () => {
    await write([item, { ...item, task_type: 'Complex_Logic' }], 'OmniSpatial-test');
    const rows = await omniSpatial.load(folder);
    expect(rows.map(({ id }) => id)).toEqual(['Dynamic_Reasoning_0_0', 'Complex_Logic_0_0']);
    const path = join(folder, 'OmniSpatial-test/Complex_Logic/0.png');
    await expect(omniSpatial.sample(folder, rows[1]!)).rejects.toThrow(
      /data\.json: row 1.*Complex_Logic\/0\.png/,
    );
    await mkdir(join(path, '..'));
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } }).toFile(path);
    const sample = await omniSpatial.sample(folder, rows[1]!);
    expect(sample.images).toHaveLength(1);
    expect(sample.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(JSON.stringify(sample.messages)).toContain('Where?\\nA. here\\nB. there\\nC. far\\nD. near\\n');
    expect(omniSpatial.strict(rows[1]!, sample.answer).value).toBe(1);
    const moved = omniSpatial.rotated!(rows[1]!, 3)!;
    expect(moved).toMatchObject({ options: ['near', 'here', 'there', 'far'], letter: 'C' });
  });

  it.each([
    ['an answer beyond the options', [{ ...item, answer: 4 }], /row 0.*answer/],
    ['an answer that is a letter', [item, { ...item, answer: 'B' }], /row 1.*answer/],
    ['one option', [{ ...item, options: ['x'], answer: 0 }], /row 0.*options/],
    ['no task', [{ ...item, task_type: '' }], /row 0.*task_type/],
    ['an id that comes twice', [item, item], /rows 0 and 1/],
    ['no list', { rows: [] }, /not a JSON list/],
  ])('refuses %s', async (_what, items, message) => {
    await write(items);
    await expect(omniSpatial.load(folder)).rejects.toThrow(message);
  });

  it('refuses a task that leads out of the folder, and an empty folder', async () => {
    await expect(omniSpatial.load(folder)).rejects.toMatchObject({ code: 'file-missing' });
    await write([{ ...item, task_type: '../../etc' }]);
    const [row] = await omniSpatial.load(folder);
    await expect(omniSpatial.sample(folder, row!)).rejects.toMatchObject({ code: 'path-outside' });
  });
});
