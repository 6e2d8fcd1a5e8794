import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkOverlong, withOverlong } from './overlong.ts';

const score = { value: 0.75, parts: [], parsed: { value: null, span: null, failure: null } };

// verl: min(-(length - (longest - buffer)) / buffer * penalty, 0), with length <= longest.
const settings = fc
  .record({
    maxNewTokens: fc.integer({ min: 1, max: 500 }),
    penalty: fc.double({ min: 0.01, max: 3, noNaN: true }),
  })
  .chain(({ maxNewTokens, penalty }) =>
    fc.record({
      maxNewTokens: fc.constant(maxNewTokens),
      overlong: fc.record({
        bufferTokens: fc.integer({ min: 1, max: maxNewTokens }),
        penalty: fc.constant(penalty),
      }),
      tokens: fc.integer({ min: 0, max: maxNewTokens }),
    }),
  );

it("takes from the reward what verl's manager takes, and says so in a part of its own", () => {
  fc.assert(
    fc.property(settings, ({ tokens, ...config }) => {
      const { bufferTokens, penalty } = config.overlong;
      const expected = Math.min(
        (-(tokens - (config.maxNewTokens - bufferTokens)) / bufferTokens) * penalty,
        0,
      );
      const { value, parts } = withOverlong(config, score, tokens);
      expect(value - score.value).toBeCloseTo(expected, 10);
      expect(parts).toHaveLength(1);
      expect(value).toBeCloseTo(score.value + parts[0]!.weight * parts[0]!.value, 12);
      expect(value).toBeLessThanOrEqual(score.value);
      expect(value).toBeGreaterThanOrEqual(score.value - penalty);
    }),
  );
});

it('falls with every token of the buffer, and not before it', () => {
  const config = { maxNewTokens: 100, overlong: { bufferTokens: 20, penalty: 1 } };
  const at = (tokens: number): number => withOverlong(config, score, tokens).value;
  expect([at(1), at(80)]).toEqual([0.75, 0.75]);
  expect(at(85)).toBeCloseTo(0.5, 12);
  expect(at(100)).toBeCloseTo(-0.25, 12);
  for (let tokens = 80; tokens < 100; tokens++) expect(at(tokens + 1)).toBeLessThan(at(tokens));
});

it('is nothing when off, and refuses a buffer longer than a completion', () => {
  expect(withOverlong({ maxNewTokens: 10, overlong: null }, score, 10)).toBe(score);
  expect(() => checkOverlong({ maxNewTokens: 10, overlong: { bufferTokens: 11, penalty: 1 } })).toThrowError(
    expect.objectContaining({ code: 'bad-overlong' }),
  );
  checkOverlong({ maxNewTokens: 10, overlong: { bufferTokens: 10, penalty: 1 } });
});
