import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { alternate, median } from './alternate.ts';
import { numberOf, pythonWith, runScript } from './peer.ts';
import { countOption } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('alternate', () => {
  it('takes turns, leaves the warm-up out, and gives medians', async () => {
    const order: string[] = [];
    const side = (name: string, times: number[]) => ({
      name,
      run: async () => {
        order.push(name);
        return times.shift()!;
      },
    });
    const [a, b] = await alternate([side('a', [900, 3, 1, 2]), side('b', [900, 10, 40, 20])], { rounds: 3 });
    expect(order.join('')).toBe('abababab');
    expect([a!.medianMs, b!.medianMs, b!.minMs, b!.maxMs]).toEqual([2, 20, 10, 40]);
  });

  it('has the middle of an even number of values', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('python', () => {
  it('does not take an unfinished environment for a made one, nor makes a finished one again', async () => {
    process.env['PARALLAX_CACHE'] = folder;
    // pip refuses an empty list of packages, after the folder was made.
    await expect(pythonWith([])).rejects.toThrow('requirement');
    const [made] = readdirSync(join(folder, 'bench'));
    writeFileSync(join(folder, 'bench', made!, 'complete.txt'), '');
    expect(await pythonWith([])).toBe(join(folder, 'bench', made!, 'bin/python'));
  });

  it('takes the JSON of the last line, and says what a failing script wrote', async () => {
    const script = join(folder, 'good.py');
    writeFileSync(script, 'import sys\nprint("progress")\nprint(\'{"ms": %s}\' % sys.argv[1])\n');
    expect(numberOf(await runScript('python3', script, ['12.5']), 'ms')).toBe(12.5);
    writeFileSync(script, 'raise SystemExit("out of luck")\n');
    await expect(runScript('python3', script)).rejects.toThrow('out of luck');
  });
});

it('reads counts from the command line', () => {
  expect(countOption('images', 7, ['--images=12'])).toBe(12);
  expect(countOption('images', 7, [])).toBe(7);
  expect(() => countOption('images', 7, ['--images=none'])).toThrow('whole number');
});
