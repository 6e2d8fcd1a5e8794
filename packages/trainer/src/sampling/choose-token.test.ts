import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { kernelInstructions } from '../backend/kernels.ts';
import { chooseToken } from './choose-token.ts';
import { RowMasses } from './row-masses.ts';

const LOGITS = [1, 3, 2, 0, -1];
const softmax = (temperature: number): number[] => {
  const masses = LOGITS.map((x) => Math.exp(x / temperature));
  const total = masses.reduce((a, b) => a + b);
  return masses.map((mass) => mass / total);
};
/** The row in question is the second of two. */
const measured = (temperature: number, forbidden: readonly number[] = []): RowMasses => {
  const rows = new RowMasses();
  const inverse = temperature > 0 ? 1 / temperature : 1;
  rows.measure(Float32Array.from([9, 9, 9, 9, 9, ...LOGITS]), Float32Array.of(3, inverse), forbidden);
  return rows;
};
const choose = (temperature: number, u: number, topP = 1, topK = 0) =>
  chooseToken(measured(temperature), 1, { greedy: temperature === 0, topP, topK }, u);

// Without kernels; row-masses.test.ts measures the same rows with them.
beforeAll(async () => {
  process.env['PARALLAX_KERNELS'] = '';
  await initBackend();
  expect(kernelInstructions()).toBeNull();
});

describe('chooseToken', () => {
  it('is the argmax at temperature 0, with its probability at temperature 1', () => {
    const chosen = choose(0, 0.99);
    expect(chosen.token).toBe(1);
    expect(Math.exp(chosen.logprob)).toBeCloseTo(softmax(1)[1]!, 6);
  });

  it('draws each token with its probability and reports it', () => {
    for (const temperature of [0.5, 1, 2]) {
      const rows = measured(temperature);
      const expected = softmax(temperature);
      const counts = [0, 0, 0, 0, 0];
      const draws = 20_000;
      for (let i = 0; i < draws; i++) {
        const { token, logprob } = chooseToken(
          rows,
          1,
          { greedy: false, topP: 1, topK: 0 },
          (i + 0.5) / draws,
        );
        counts[token]!++;
        expect(Math.exp(logprob)).toBeCloseTo(expected[token]!, 6);
      }
      counts.forEach((count, token) => void expect(count / draws).toBeCloseTo(expected[token]!, 3));
    }
  });

  it('never chooses a forbidden token, and leaves it its share of the reported probability', () => {
    const rows = measured(1, [1]);
    const options = { greedy: false, topP: 1, topK: 0 };
    // Completions of one prompt draw their first tokens from one row.
    for (let i = 0; i < 200; i++) {
      const { token, logprob } = chooseToken(rows, 1, options, i / 200);
      expect(token).not.toBe(1);
      expect(Math.exp(logprob)).toBeCloseTo(softmax(1)[token]!, 6);
    }
    expect(chooseToken(rows, 1, { ...options, topK: 2 }, 0.999).token).toBe(0);
    expect(chooseToken(rows, 1, { ...options, greedy: true }, 0).token).toBe(2);
  });

  it('keeps to the k most likely, and to the smallest set that reaches p', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (u) => {
        expect([1, 2]).toContain(choose(1, u, 1, 2).token);
        expect(choose(1, u, 0.5).token).toBe(1);
        expect([1, 2, 0]).toContain(choose(1, u, 0.9).token);
      }),
    );
    // Inside the set the proportions stay.
    const p = softmax(1);
    const share = p[1]! / (p[1]! + p[2]!);
    expect(choose(1, share - 1e-6, 1, 2).token).toBe(1);
    expect(choose(1, share + 1e-6, 1, 2).token).toBe(2);
    // The reported probability is that of the whole vocabulary.
    expect(Math.exp(choose(1, 0, 1, 2).logprob)).toBeCloseTo(p[1]!, 6);
  });

  it('never draws what has no mass, up to the last uniform number below 1', () => {
    const rows = new RowMasses();
    rows.measure(Float32Array.from([0, 1, Number.NEGATIVE_INFINITY]), Float32Array.of(1), []);
    const last = chooseToken(rows, 0, { greedy: false, topP: 1, topK: 0 }, 1 - 2 ** -53);
    expect(last.token).toBe(1);
  });
});
