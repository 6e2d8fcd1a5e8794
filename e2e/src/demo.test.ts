import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoResult, finished, killAll, lastLine, root, startDemo } from './toy-demo.ts';

const captures = process.env['PARALLAX_CAPTURES'];
if (captures === undefined) {
  process.stderr.write('SKIPPED: the demo on a real capture, because PARALLAX_CAPTURES is not set.\n');
}
const capture = captures === undefined ? [] : ['--capture', join(captures, 'statue/buddha')];

let folder: string;
let result: DemoResult;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
  const { exitCode, stdout, stderr } = await finished(startDemo(join(folder, 'a'), capture));
  expect(exitCode, stderr).toBe(0);
  result = lastLine(stdout);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Everything that must not depend on interruptions. */
function digests(lab: string): Record<string, unknown> {
  const read = (path: string) => JSON.parse(readFileSync(join(lab, path), 'utf8')) as Record<string, unknown>;
  const logs = readdirSync(join(lab, 'evaluations')).filter((name) => name.startsWith('viewpoint-'));
  return {
    dataset: read('datasets/viewpoint/manifest.json')['digest'],
    sft: read('runs/sft/result.json')['weightsDigest'],
    grpo: read('runs/grpo/result.json')['weightsDigest'],
    metrics: logs.sort().map((name) => [name, read(`evaluations/${name}/log.json`)['metrics']]),
  };
}

describe('the demo at toy size', () => {
  it('reports every model on every kind, with an interval around the accuracy', () => {
    const models = [...new Set(result.evaluations.map((row) => row.model))];
    expect(models).toEqual(['blind', 'base', 'sft', 'sft+grpo']);
    for (const model of models) {
      const kinds = result.evaluations.filter((row) => row.model === model).map((row) => row.kind);
      expect(kinds).toEqual(expect.arrayContaining(['ego-translation', 'ego-rotation', 'goal-aim']));
    }
    for (const { accuracy, ci95, chance, n } of result.evaluations) {
      expect(ci95[0]).toBeLessThanOrEqual(accuracy);
      expect(ci95[1]).toBeGreaterThanOrEqual(accuracy);
      expect(chance).toBeGreaterThan(0);
      expect(n).toBeGreaterThan(0);
    }
  });

  it('leaves records, a self-contained report and an index', () => {
    expect(existsSync(join(result.dataset, 'manifest.json'))).toBe(true);
    expect(existsSync(join(result.dataset, 'audit.json'))).toBe(true);
    expect(result.runs).toHaveLength(2);
    for (const run of result.runs) expect(existsSync(join(run, 'result.json'))).toBe(true);
    const html = readFileSync(result.report, 'utf8');
    expect(html).toContain('sft+grpo');
    expect(html).not.toMatch(/(?:src|href)="https?:/);
    expect(existsSync(join(folder, 'a', 'parallax.db'))).toBe(true);
  });

  it.runIf(captures !== undefined)('asks the models about a real capture', () => {
    const rows = result.evaluations.filter((row) => row.task === 'capture');
    expect(rows.map((row) => row.model)).toEqual(expect.arrayContaining(['base', 'sft', 'sft+grpo']));
  });

  it('does nothing twice: a second run finds every stage done', async () => {
    const before = digests(join(folder, 'a'));
    const again = await finished(startDemo(join(folder, 'a'), capture));
    expect(again.exitCode, again.stderr).toBe(0);
    expect(digests(join(folder, 'a'))).toEqual(before);
    expect(lastLine(again.stdout).seconds).toBeLessThan(result.seconds);
  });

  it('ends with the same digests after kill -9 at five moments', async () => {
    const lab = join(folder, 'killed');
    const steps = 5;
    for (let i = 1; i <= steps; i++) {
      const child = startDemo(lab);
      const ended = finished(child);
      // Spread over the run: set-up, rendering, both trainings and evaluation are all hit across the five.
      const afterMs = (result.seconds * 1000 * (0.35 + Math.random() * 0.2) * i) / steps + 500;
      const timer = setTimeout(() => killAll(child), afterMs);
      await ended;
      clearTimeout(timer);
    }
    const last = await finished(startDemo(lab));
    expect(last.exitCode, last.stderr).toBe(0);
    expect(digests(lab)).toEqual(digests(join(folder, 'a')));
  });
});

describe('bad input to the demo', () => {
  it('names the nearest key for an unknown one in the recipe', async () => {
    const { writeFile } = await import('node:fs/promises');
    const recipe = join(folder, 'recipe.yaml');
    const text = readFileSync(join(root, 'recipes/toy/recipe.yaml'), 'utf8');
    const base = join(root, 'recipes/nano-base/model');
    await writeFile(recipe, text.replace('limitPerKind', 'limitPerKnd').replace('../nano-base/model', base));
    const { exitCode, stderr } = await finished(startDemo(join(folder, 'bad'), ['--recipe', recipe]));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('limitPerKnd');
    expect(stderr).toContain('limitPerKind');
  });
});
