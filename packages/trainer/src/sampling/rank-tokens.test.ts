import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankTokens } from './rank-tokens.ts';

it('ranks as a sort of the whole softmax does', () => {
  const row = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(row, fc.integer({ min: 0, max: 14 }), fc.nat(), (logits, count, pick) => {
      const token = pick % logits.length;
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      const ranked = rankTokens(Float32Array.from([99, ...logits, 99]), 1, logits.length, token, count);
      expect(ranked.logprob).toBeCloseTo(logits[token]! - Math.log(total), 6);
      const sorted = logits
        .map((logit, id) => ({ id, logprob: logit - Math.log(total) }))
        .sort((a, b) => b.logprob - a.logprob || a.id - b.id)
        .slice(0, count);
      expect(ranked.top.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
      ranked.top.forEach(({ logprob }, i) => void expect(logprob).toBeCloseTo(sorted[i]!.logprob, 6));
    }),
  );
});
