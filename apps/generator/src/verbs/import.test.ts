/** parallax import and relate as real processes, on every format. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parallax, writeCo3d, writeOwn, writeScannet } from './trials/made-captures.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-import-verb-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('parallax import FORMAT and relate', () => {
  beforeAll(async () => {
    await writeOwn(join(root, 'own'), 0);
    await writeScannet(join(root, 'scene0001_00'));
    await writeCo3d(join(root, 'co3d'));
  });
  const flags = ['--pairs-per-capture', '4', '--image-size', '32', '--seed', '1'];

  it.each([
    ['json', 'own', 1, 1],
    ['json', 'own/capture.json', 1, 1],
    ['scannet', 'scene0001_00', 1, 1],
    ['co3d', 'co3d', 3, 2],
    ['auto', 'co3d/hydrant/107_3_4', 1, 1],
  ])('%s %s', async (format, from, captures, imported) => {
    const out = join(root, 'sets', from.replaceAll('/', '-'));
    const run = await parallax('import', format, join(root, from), '--out', out, ...flags);
    expect(run.code, run.stderr).toBe(0);
    expect([run.result['captures'], run.result['imported']]).toEqual([captures, imported]);
    expect(Number(run.result['questions'])).toBeGreaterThan(3);
    if (imported < captures) expect(run.result['skipped']).toMatchObject([{ code: 'image-missing' }]);
    if (format === 'scannet') expect(run.stderr).toContain('1 of 13 poses are not valid (-inf)');
  });

  it('relates the same two views of one ring alike, whatever the file', async () => {
    const pairs = join(root, 'pairs.json');
    const yaws = [];
    for (const [capture, a, b] of [
      ['own', '0.jpg', '2.jpg'],
      ['scene0001_00', '0.jpg', '2.jpg'],
      ['co3d/hydrant/108_5_6', 'frame000001.jpg', 'frame000003.jpg'],
    ] as const) {
      writeFileSync(pairs, JSON.stringify([{ imageA: a, imageB: b }]));
      const frame = ['--up', '0,0,1', '--centre', '0,0,0'];
      const run = await parallax('relate', '--capture', join(root, capture), '--pairs', pairs, ...frame);
      expect(run.code, run.stderr).toBe(0);
      const [pair] = run.result['pairs'] as { yawDeg: number; horizontalAngleDeg: number }[];
      expect(pair!.horizontalAngleDeg).toBeCloseTo(60, 6);
      yaws.push(pair!.yawDeg);
    }
    expect(yaws[1]).toBeCloseTo(yaws[0]!, 6);
    expect(yaws[2]).toBeCloseTo(yaws[0]!, 6);
    const run = await parallax('relate', '--capture', join(root, 'co3d/hydrant'), '--pairs', pairs);
    expect([run.code, run.result['error']]).toMatchObject([2, { code: 'several-captures' }]);
  });
});
