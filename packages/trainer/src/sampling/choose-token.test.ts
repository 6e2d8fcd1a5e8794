import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseToken } from './choose-token.ts';

const logits = Float32Array.from([9, 9, 1, 3, 2, 0, -1, 9]); // a row of six between other numbers
const row = { offset: 2, vocabulary: 5 };
const softmax = (temperature: number): number[] => {
  const masses = [1, 3, 2, 0, -1].map((x) => Math.exp(x / temperature));
  const total = masses.reduce((a, b) => a + b);
  return masses.map((mass) => mass / total);
};
const choose = (temperature: number, u: number, topP = 1, topK = 0) =>
  chooseToken(logits, row.offset, row.vocabulary, { temperature, topP, topK }, u);

describe('chooseToken', () => {
  it('is the argmax at temperature 0, with its probability at temperature 1', () => {
    const chosen = choose(0, 0.99);
    expect(chosen.token).toBe(1);
    expect(Math.exp(chosen.logprob)).toBeCloseTo(softmax(1)[1]!, 6);
  });

  it('draws each token with its probability and reports it', () => {
    for (const temperature of [0.5, 1, 2]) {
      const expected = softmax(temperature);
      const counts = [0, 0, 0, 0, 0];
      const draws = 20_000;
      for (let i = 0; i < draws; i++) {
        const { token, logprob } = choose(temperature, (i + 0.5) / draws);
        counts[token]!++;
        expect(Math.exp(logprob)).toBeCloseTo(expected[token]!, 6);
      }
      counts.forEach((count, token) => void expect(count / draws).toBeCloseTo(expected[token]!, 3));
    }
  });

  it('never chooses a forbidden token, and leaves it its share of the reported probability', () => {
    const options = { temperature: 1, topP: 1, topK: 0, forbidden: [1] };
    for (let i = 0; i < 200; i++) {
      const { token, logprob } = chooseToken(logits, row.offset, row.vocabulary, options, i / 200);
      expect(token).not.toBe(1);
      expect(Math.exp(logprob)).toBeCloseTo(softmax(1)[token]!, 6);
    }
    const greedy = chooseToken(logits, row.offset, row.vocabulary, { ...options, temperature: 0 }, 0);
    expect(greedy.token).toBe(2);
    expect(logits[row.offset + 1]).toBe(3);
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
});
