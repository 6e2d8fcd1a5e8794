/** The audit verb as a process: exit codes, the stored file, and one JSON line. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditSchema } from '@parallax/dataset/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-audit-verb-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function audit(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const verb = new URL('./audit.ts', import.meta.url).href;
  const code = `import verb from '${verb}'; import { runVerb } from '@parallax/lab/node'; await runVerb(verb, process.argv.slice(1));`;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module-typescript', '-e', code, '--', ...args],
      { cwd: import.meta.dirname },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

/** A data set from the package's own writer: one scene's question in each split, the same subject in both. */
async function leakyDataset(folder: string): Promise<void> {
  const { openDatasetWriter } = await import('@parallax/dataset');
  const writer = await openDatasetWriter(folder, {
    name: 'leaky',
    profile: 'decorrelated',
    seed: '1',
    generatorVersion: 'test',
    config: {},
    imageSource: 'test',
    splitRule: 'none',
  });
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  for (const split of ['train', 'test'] as const) {
    const intrinsics = { fx: 60, fy: 60, cx: 32, cy: 32, width: 64, height: 64 };
    const at = (x: number) => [1, 0, 0, x, 0, 1, 0, 0.5, 0, 0, 1, 3, 0, 0, 0, 1] as const;
    const cameras = [0, 1].map((x) => ({ intrinsics, cameraToWorld: at(x) }));
    const question = {
      type: 'question' as const,
      schemaVersion: 1 as const,
      codeCommit: 'test',
      questionId: `${split}/1`,
      kind: 'ego-translation',
      split,
      groupId: `scene-${split}`,
      pairId: `pair-${split}`,
      viewIds: [`${split}-a`, `${split}-b`],
      subjectId: 'chair-1',
      text: '<image><image> A: Move to the left B: Move to the right C: No movement',
      options: ['Move to the left', 'Move to the right', 'No movement'],
      answer: 'B',
      answerType: 'choice' as const,
      chance: 1 / 3,
      geometry: {
        cameras,
        up: [0, 1, 0] as const,
        centre: [0, 0.5, 0] as const,
        motion: null,
        labels: null,
        objects: [],
        visible: [[], []],
        value: 1 / 3,
        unit: 'object-distances',
        // Camera A stands at (0, 0.5, 3), three metres from the centre: a third of it, less the bound of 0.15.
        margin: 1 / 3 - 0.15,
        parameters: {},
      },
      chain: null,
    };
    const images = [Buffer.from(pixel, 'base64'), Buffer.from(pixel, 'base64')];
    await writer.writeShard(split, 0, { rows: [{ question, images }], records: [], discarded: {} });
  }
  await writer.finish();
}

describe('parallax audit', () => {
  it('stores the audit, prints it, and fails only under --strict', async () => {
    const folder = join(root, 'leaky');
    await leakyDataset(folder);
    const plain = await audit(folder);
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stdout).toContain('split-leakage');
    const stored = AuditSchema.parse(JSON.parse(await readFile(join(folder, 'audit.json'), 'utf8')));
    expect(stored.passed).toBe(false);
    const strict = await audit(folder, '--strict', '--recompute', '--json');
    expect(strict.code).toBe(1);
    const result = JSON.parse(strict.stdout.trim().split('\n').at(-1) ?? '');
    expect(result.passed).toBe(false);
    const leak = result.lines.find((line: { name: string }) => line.name === 'split-leakage');
    expect(leak).toMatchObject({ value: 1, verdict: 'fail' });
    const derived = result.lines.find((line: { name: string }) => line.name === 'recompute');
    expect(derived).toMatchObject({ value: 0, verdict: 'pass' });
  });

  it('answers wrong input with exit code 2 and a remedy', async () => {
    const missing = await audit(join(root, 'nowhere'), '--json');
    expect(missing.code).toBe(2);
    expect(JSON.parse(missing.stdout).error.code).toBe('not-a-dataset');
    const empty = join(root, 'empty');
    await mkdir(empty, { recursive: true });
    await writeFile(join(empty, 'manifest.json'), '{}');
    const broken = await audit(empty, '--json');
    expect(broken.code).toBe(2);
    expect(JSON.parse(broken.stdout).error.remedy).toBeTruthy();
  });
});
