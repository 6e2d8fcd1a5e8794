import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { kernelAddon, kernelInstructions } from '../backend/kernels.ts';
import { FORBIDDEN, RowMasses, type SamplingKernel } from './row-masses.ts';

const LEAST_NORMAL = 2 ** -126;

beforeAll(async () => {
  await initBackend();
  if (kernelInstructions() === null) process.stdout.write('plain only: this machine has no kernels\n');
});

/** The kernels take denormal numbers for zero. */
const logit = fc.float({ min: -120, max: 120, noNaN: true }).map((x) => (Math.abs(x) < LEAST_NORMAL ? 0 : x));
/** Rows of one length, which fills a vector or not, and a temperature for each. */
const batch = fc
  .integer({ min: 1, max: 40 })
  .chain((vocabulary) =>
    fc.array(
      fc.tuple(
        fc.array(logit, { minLength: vocabulary, maxLength: vocabulary }),
        fc.double({ min: 0.2, max: 4, noNaN: true }),
      ),
      { minLength: 1, maxLength: 19 },
    ),
  );

it('measures every row by its own temperature, as softmax does in doubles', () => {
  const rows = new RowMasses(); // its buffers serve batches of all sizes
  fc.assert(
    fc.property(batch, (lines) => {
      const logits = Float32Array.from(lines.flatMap(([line]) => line));
      const inverses = Float32Array.from(lines, ([, temperature]) => 1 / temperature);
      rows.measure(logits, inverses, [0]);
      lines.forEach(([line], row) => {
        const peak = Math.max(...line);
        const exact = line.map((x) => Math.exp((x - peak) * inverses[row]!));
        const sum = exact.reduce((a, b) => a + b);
        expect(rows.largest[row]).toBe(peak);
        expect(rows.sums[row]! / sum).toBeCloseTo(1, 5);
        expect(rows.allowed[row]! / sum).toBeCloseTo(1 - exact[0]! / sum, 5);
        const mine = rows.masses.subarray(row * line.length, (row + 1) * line.length);
        expect(mine[0]).toBe(FORBIDDEN);
        exact
          .slice(1)
          .forEach((mass, i) => void expect(Math.abs(mine[i + 1]! - mass)).toBeLessThan(1e-5 * mass + 2e-38));
      });
    }),
    { numRuns: 300 },
  );
});

it('gives a row the same bits whatever rows are measured beside it', () => {
  const line = Float32Array.from({ length: 37 }, (_, i) => Math.sin(i) * 9);
  const alone = new RowMasses();
  alone.measure(line, Float32Array.of(0.7), []);
  const among = new RowMasses();
  const crowd = Float32Array.from({ length: 37 * 30 }, (_, i) => Math.cos(i));
  crowd.set(line, 37 * 21);
  among.measure(crowd, new Float32Array(30).fill(0.7), []);
  expect(among.masses.subarray(37 * 21, 37 * 22)).toEqual(alone.masses);
  expect(among.sums[21]).toBe(alone.sums[0]);
});

it('refuses what does not fit instead of writing beyond it', (context) => {
  if (kernelInstructions() === null) return context.skip('no kernels');
  const { massesOf } = kernelAddon() as SamplingKernel;
  const of = (count: number): Float32Array => new Float32Array(count);
  expect(() => massesOf(of(7), of(2), of(7), of(2), of(2))).toThrow(/logits has 7 numbers, no rows of 2/);
  expect(() => massesOf(of(6), of(2), of(5), of(2), of(2))).toThrow(/masses has 5 numbers, not 6/);
  expect(() => massesOf(of(6), of(2), of(6), of(2), of(1))).toThrow(/sums has 1 numbers, not 2/);
});
