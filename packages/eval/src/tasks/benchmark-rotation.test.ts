/** Options of public benchmarks under other letters: declared by each, and true to its wording and its strict reading. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchmarkRow } from '../benchmarks/benchmark.ts';
import { benchmarkNamed, benchmarks } from '../benchmarks/registry.ts';
import { rotatedVlmRow } from '../benchmarks/vlmevalkit/rotated-row.ts';
import type { VlmRow } from '../benchmarks/vlmevalkit/row.ts';
import { benchmarkTask } from './benchmark-task.ts';
import { controlledTask, controlNamed } from './controls/controlled-task.ts';
import { promptText } from './task.ts';

const goldens = process.env['PARALLAX_GOLDENS'];
const root = join(goldens ?? '', 'benchmarks');
const present = goldens !== undefined && existsSync(root);
if (!present) console.warn('skipped: rotations of benchmarks need PARALLAX_GOLDENS');

/** Benchmarks with rows that list options; of a reward's ground truths there is nothing to move. */
const ROTATING = benchmarks.filter(({ rotated }) => rotated !== undefined).map(({ name }) => name);
/** Most rows of these ask for boxes, points, numbers or lengths; LAMM's golden queries do not list their options. */
const LEAST_SHARE: Readonly<Record<string, number>> = { lamm: 0, 'spatialscore-v0': 0.25 };

it('is declared by every benchmark, or it says why not', () => {
  const without = benchmarks.filter(({ rotated }) => rotated === undefined);
  expect(without.map(({ name }) => name)).toEqual(['actial-reward']);
  for (const { unrotated } of without) expect(unrotated).toMatch(/^[A-Z].*no options.*\.$/);
});

it('tells who asks for it anyway why there is nothing to move', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parallax-rotation-'));
  await writeFile(join(folder, 'data.jsonl'), '{"id": 0, "ground_truth": "B"}\n');
  const task = await benchmarkTask(benchmarkNamed('actial-reward'), folder);
  expect(() => controlledTask(task, controlNamed('rotate-options'))).toThrow(
    /actial-reward has no rotated options\. Its rows are ground truths without a question/,
  );
  await rm(folder, { recursive: true });
});

describe.skipIf(!present)('rows of the goldens', () => {
  it.each(ROTATING.filter((name) => existsSync(join(root, name))))('%s', async (name) => {
    const benchmark = benchmarkNamed(name);
    const rows = await benchmark.load(join(root, name));
    let moved = 0;
    for (const row of rows) {
      let now: BenchmarkRow | null = row;
      const circle: BenchmarkRow[] = [];
      for (let steps = 1; ; steps++) {
        const next = benchmark.rotated!(row, steps);
        if (next === null) break;
        // Step by step is the same as at once.
        now = benchmark.rotated!(now!, 1);
        expect(now).toEqual(next);
        circle.push(next);
      }
      if (circle.length === 0) continue;
      moved++;
      expect(benchmark.rotated!(now!, 1)).toEqual(row);
      // Every letter is right once: a fixed letter earns exactly one of the forms.
      const letters = [row, ...circle].map((form) =>
        [...'ABCDEFGH'].filter((letter) => benchmark.strict(form, letter).value === 1),
      );
      expect(letters.every((right) => right.length === 1)).toBe(true);
      expect(new Set(letters.flat()).size).toBe(letters.length);
    }
    // VSI-Bench asks for numbers too, and MindCube publishes rows without an answer.
    expect(moved / rows.length).toBeGreaterThanOrEqual(LEAST_SHARE[name] ?? 0.4);
  });

  it('puts the moved options to the model, with the pictures of the plain question, and scores by them', async () => {
    const task = await benchmarkTask(benchmarkNamed('cv-bench'), join(root, 'cv-bench'), { limitPerKind: 2 });
    const plain = new Map<string, { text: string; images: readonly Uint8Array[] }>();
    for await (const { id, messages, images } of task.samples())
      plain.set(id, { text: promptText(messages), images });
    const control = controlNamed('rotate-options');
    const rotated = controlledTask(task, control);
    const texts = new Map<string, Set<string>>();
    for await (const sample of rotated.samples()) {
      const source = control.sourceId(sample.id);
      expect(sample.images).toEqual(plain.get(source)!.images);
      expect(rotated.score(sample, `(${sample.answer})`).value).toBe(1);
      expect(rotated.score(sample, sample.answer === 'A' ? '(B)' : '(A)').value).toBe(0);
      const lines = promptText(sample.messages).split('\n');
      const optionsOf = (text: string[]) =>
        text.filter((line) => /^\([A-F]\)/.test(line)).map((line) => line.slice(4));
      expect(optionsOf(lines).sort()).toEqual(optionsOf(plain.get(source)!.text.split('\n')).sort());
      texts.set(source, (texts.get(source) ?? new Set([plain.get(source)!.text])).add(lines.join('\n')));
    }
    expect(texts.size).toBe(plain.size);
    for (const [source, wordings] of texts) {
      const options = plain
        .get(source)!
        .text.split('\n')
        .filter((line) => /^\([A-F]\)/.test(line)).length;
      expect(wordings.size).toBe(options);
    }
  });
});

it('leaves a row out whose letters have a gap, whose answer is none of them, or whose wording lists other texts', () => {
  const row = {
    id: 0,
    category: 'c',
    groupId: '0',
    cells: { A: 'x', B: 'y', prompt: 'Which? (A) x (B) y' },
    options: { A: 'x', B: 'y' },
    answer: 'A',
  } as unknown as VlmRow;
  expect(rotatedVlmRow(row, 1, 'prompt')).toMatchObject({
    answer: 'B',
    options: { A: 'y', B: 'x' },
    cells: { A: 'y', B: 'x', prompt: 'Which? (A) y (B) x' },
  });
  expect(rotatedVlmRow({ ...row, options: { A: 'x', C: 'y' } }, 1)).toBeNull();
  expect(rotatedVlmRow({ ...row, answer: 'C' }, 1)).toBeNull();
  expect(rotatedVlmRow({ ...row, cells: { ...row.cells, prompt: 'Which?' } }, 1, 'prompt')).toBeNull();
});
