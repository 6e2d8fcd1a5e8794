import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scoreBenchmark } from '../scoring/score-benchmark.ts';
import { sat } from './sat.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sat-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Item {
  readonly question?: string;
  readonly answers?: readonly string[];
  readonly correct?: string;
  readonly images?: readonly Uint8Array[];
}
const picture = (colour: string) =>
  sharp({ create: { width: 12, height: 8, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

const OPTIONAL = 'OPTIONAL' as const;
const text = (name: string) =>
  ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: OPTIONAL }) as const;
const list = (name: string) => [
  { name, converted_type: 'LIST' as const, repetition_type: OPTIONAL, num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED' as const, num_children: 1 },
];
/** As the data set's own files: pictures are structs of bytes and a path. */
const SCHEMA = [
  { name: 'root', num_children: 5 },
  ...list('image_bytes'),
  { name: 'element', repetition_type: OPTIONAL, num_children: 2 },
  { name: 'bytes', type: 'BYTE_ARRAY' as const, repetition_type: OPTIONAL },
  text('path'),
  text('question'),
  ...list('answers'),
  text('element'),
  text('question_type'),
];
const RIGHT = {
  correct_answer: text('correct_answer'),
  correct_answer_idx: { name: 'correct_answer_idx', type: 'INT64', repetition_type: OPTIONAL },
} as const;

async function write(
  name: string,
  items: readonly Item[],
  right: keyof typeof RIGHT = 'correct_answer',
): Promise<void> {
  const red = await picture('red');
  const answersOf = ({ answers = ['left', 'right'] }: Item) => answers;
  const correctOf = (item: Item) => item.correct ?? answersOf(item)[0]!;
  const placeOf = (item: Item) => BigInt(answersOf(item).indexOf(correctOf(item)));
  const columns = {
    image_bytes: items.map(({ images = [red] }) => images.map((bytes) => ({ bytes, path: null }))),
    question: items.map(({ question = 'Which way?' }) => question),
    answers: items.map(answersOf),
    question_type: items.map((_, i) => (i % 2 === 0 ? 'ego_movement' : 'goal_aim')),
    [right]: right === 'correct_answer' ? items.map(correctOf) : items.map(placeOf),
  };
  const bytes = parquetWriteBuffer({
    columnData: Object.entries(columns).map(([column, data]) => ({ name: column, data: data as unknown[] })),
    schema: [...SCHEMA, RIGHT[right]],
  });
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), new Uint8Array(bytes));
}

const CLOSER = 'Which object is closer to the camera taking this photo?';
const PLACES = ['night stand (marked A)', 'chair'];
const TURN = 'How did the camera rotate?';
const TURNS = ['rotated left and rotated right', 'did not move'];

/**
 * Right answers: "chair" (B) and "rotated left and rotated right" (A). Expected hits were written down by running the
 * published functions (files named in official.ts, lmms-eval.ts, read-choice.ts) under Python 3.11, in this order:
 * QAAccuracy, ReasoningAccuracy, lmms-eval, FlagEvalMM; null where the first stops with an IndexError and where the
 * last leaves the row out.
 */
it.each([
  [CLOSER, 'chair', [1, 1, 0, 0]],
  [CLOSER, 'The chair is closer', [1, 1, 0, 0]],
  [CLOSER, 'B', [0, 0, 1, 1]],
  [CLOSER, '(B)', [0, 0, 1, 1]],
  [CLOSER, '', [0, 1, 0, 0]],
  [CLOSER, 'Chair###Human: night stand', [1, 0, 0, 0]],
  [CLOSER, '1. chair', [1, 1, 0, 0]],
  [CLOSER, 'It is located', [null, 0, 0, 0]],
  [CLOSER, 'answer: chair', [1, 1, 0, 0]],
  [CLOSER, 'B. chair', [0, 1, 1, 1]],
  [CLOSER, 'Error code: 429', [0, 0, 0, null]],
  [CLOSER, 'I think the answer is (B)', [0, 0, 0, 1]],
  [TURN, 'did not move', [0, 1, 0, 0]],
  [TURN, 'rotated right and rotated left', [0, 1, 0, 0]],
  [TURN, 'A\nB', [0, 1, 0, 1]],
  [TURN, 'a', [0, 1, 1, 1]],
])('%s %j scores as the published functions say', async (question, completion, expected) => {
  const answers = question === CLOSER ? PLACES : TURNS;
  const correct = question === CLOSER ? PLACES[1]! : TURNS[0]!;
  await write('SAT_test.parquet', [{ question, answers, correct }]);
  const rows = await sat.load(folder);
  const hits = ['sat-official', 'sat-reasoning', 'lmms-eval', 'flagevalmm'].map((scorer) => {
    const item = scoreBenchmark(sat, rows, new Map([['0', completion]]), scorer).report.items[0]!;
    return item.reason?.startsWith('official code stops') === true ? null : item.hit;
  });
  expect(hits).toEqual(expected);
});

describe('files', () => {
  it('reads the copies that name the answer by its place, and the real test before the synthetic one', async () => {
    await write('data/test-00000-of-00001.parquet', [{ correct: 'right' }, {}], 'correct_answer_idx');
    expect(await sat.load(folder)).toMatchObject([
      { id: 0, answer: 'right', letter: 'B', category: 'ego_movement' },
      { id: 1, answer: 'left', letter: 'A', category: 'goal_aim' },
    ]);
    await write('SAT_val.parquet', [{}]);
    expect(await sat.load(folder)).toHaveLength(1);
    await write('SAT_test.parquet', [{}, {}, {}]);
    expect(await sat.load(folder)).toHaveLength(3);
  });

  it('puts the question with all its pictures, and groups questions about one picture', async () => {
    const [red, blue] = [await picture('red'), await picture('blue')];
    await write('SAT_test.parquet', [
      { images: [red, blue], correct: 'right' },
      { images: [red] },
      { images: [blue] },
    ]);
    const rows = await sat.load(folder);
    const sample = await sat.sample(folder, rows[0]!);
    expect(sample.images.map((one) => Buffer.from(one))).toEqual([red, blue]);
    const parts = sample.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
    expect(parts.map(({ type }) => type)).toEqual(['image', 'image', 'text']);
    expect(parts.at(-1)).toMatchObject({ text: expect.stringContaining('A. left\nB. right\n') });
    expect(sample).toMatchObject({ answer: 'B', chance: 0.5 });
    expect(sat.strict(rows[0]!, sample.answer).value).toBe(1);
    const moved = sat.rotated!(rows[0]!, 1)!;
    expect(moved).toMatchObject({ options: ['right', 'left'], answer: 'right', letter: 'A' });
    expect(sat.rotated!(rows[0]!, 2)).toBeNull();
    const [first, second, third] = rows.map(({ groupId }) => groupId);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('names file and row of what cannot be used', async () => {
    await expect(sat.load(folder)).rejects.toMatchObject({ code: 'file-missing' });
    await writeFile(join(folder, 'SAT_test.parquet'), 'no parquet');
    await expect(sat.load(folder)).rejects.toMatchObject({ code: 'not-parquet' });
    await write('SAT_test.parquet', [{}, { correct: 'up' }]);
    await expect(sat.load(folder)).rejects.toMatchObject({ code: 'missing-answer' });
    await expect(sat.load(folder)).rejects.toThrow(/SAT_test\.parquet row 1/);
    await write('SAT_test.parquet', [{ answers: ['left'] }]);
    await expect(sat.load(folder)).rejects.toThrow(/row 0.*answers/);
    await write('SAT_test.parquet', [{ images: [] }]);
    await expect(sat.load(folder)).rejects.toThrow(/row 0.*image_bytes/);
    await write('SAT_test.parquet', [{ images: [Buffer.from('text')] }]);
    const [row] = await sat.load(folder);
    await expect(sat.sample(folder, row!)).rejects.toMatchObject({ code: 'not-an-image' });
    await expect(sat.sample(folder, row!)).rejects.toThrow(/SAT_test\.parquet row 0/);
  });
});
