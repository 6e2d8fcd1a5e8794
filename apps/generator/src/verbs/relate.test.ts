/** parallax relate as a real process, on real captures (PARALLAX_CAPTURES). */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = process.env['PARALLAX_CAPTURES'];
if (root === undefined)
  console.warn('SKIPPED: PARALLAX_CAPTURES is not set, relate is not tried on a real capture.');
const dispatch = fileURLToPath(new URL('../../../../infra/bootstrap/dispatch.mjs', import.meta.url));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function relate(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [dispatch, 'relate', ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const lastLine = (run: Run) => JSON.parse(run.stdout.trimEnd().split('\n').at(-1)!);

describe.skipIf(root === undefined)('parallax relate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parallax-relate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const doll = join(root ?? '', 'plush/doll');
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  it('prints one JSON line with the figures of truth.json', async () => {
    const truth = JSON.parse(readFileSync(join(doll, 'truth.json'), 'utf8'));
    const rows = truth.pairs.map(({ imageA, imageB }: Record<string, string>) => ({ imageA, imageB }));
    const frame = ['--up', truth.up.join(','), '--centre', truth.centre.join(',')];
    const run = await relate('--capture', doll, '--pairs', file('pairs.json', rows), ...frame, '--json');
    expect(run.code, run.stderr).toBe(0);
    const { up, centre, pairs, warnings } = lastLine(run);
    expect(Math.hypot(...up)).toBeCloseTo(1, 9);
    expect(centre).toEqual(truth.centre);
    expect(warnings).toEqual([]);
    expect(pairs).toHaveLength(40);
    const names = {
      egoTranslation: 'egoTranslationLabel',
      egoRotation: 'egoRotationLabel',
      objectCentricTranslation: 'objectCentricLabel',
    };
    for (const [i, expected] of truth.pairs.entries()) {
      const pair = pairs[i];
      expect([pair.imageA, pair.imageB]).toEqual([expected.imageA, expected.imageB]);
      for (const key of ['horizontalAngleDeg', 'yawDeg', 'pitchDeg', 'rollDeg']) {
        expect(Math.abs(pair[key] - expected[key])).toBeLessThan(0.01);
      }
      for (const key of ['right', 'up', 'forward']) {
        expect(pair.translation[key]).toBeCloseTo(expected.translationCameraFrame[key], 4);
      }
      for (const [label, key] of Object.entries(names)) {
        // Inside the dead bands a side is not claimed; outside them it is the sign that the truth gives.
        if (pair.labels[label] === 'left' || pair.labels[label] === 'right')
          expect(pair.labels[label]).toBe(expected[key]);
      }
      expect(pair.distance).toBeGreaterThan(0);
    }
    expect(
      pairs.filter((pair: { labels: { egoTranslation: string } }) => pair.labels.egoTranslation !== null)
        .length,
    ).toBeGreaterThan(30);
  });

  it('names row and nearest name of an unknown image, exit code 2', async () => {
    const pairs = file('unknown.json', [
      { imageA: '20240212_003920.jpg', imageB: '20240212_004040.jpg' },
      { imageA: '20240212_003920.jpg', imageB: '20240212_004041.jpg' },
    ]);
    const run = await relate('--capture', doll, '--pairs', pairs, '--json');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('row 1: imageB "20240212_004041.jpg" is not in the model');
    expect(run.stderr).toContain('Did you mean "20240212_00');
    expect(lastLine(run).error.code).toBe('unknown-image');
  });

  it('warns of an image that is not on disk, and of a pair without a baseline', async () => {
    cpSync(join(doll, 'sparse'), join(folder, 'bare/sparse'), { recursive: true });
    const same = [{ imageA: '20240212_003920.jpg', imageB: '20240212_003920.jpg' }];
    const run = await relate('--capture', join(folder, 'bare'), '--pairs', file('same.json', same), '--json');
    expect(run.code).toBe(0);
    expect(lastLine(run).warnings.join(' ')).toMatch(/93 of 93 images.*taken at one place/);
    expect(run.stderr).toContain('warning: ');
  });

  it.each([
    ['bad-vector', ['--up', '0,0,0']],
    ['bad-vector', ['--centre', '1,2']],
    ['bad-choice', ['--format', 'colmpa']],
    ['wrong-shape', []],
  ])('refuses %s %j', async (code, args) => {
    const pairs = file('shape.json', args.length === 0 ? [{ imageA: 'a.jpg' }] : []);
    const run = await relate('--capture', doll, '--pairs', pairs, ...args, '--json');
    expect([run.code, lastLine(run).error.code]).toEqual([2, code]);
  });
});
