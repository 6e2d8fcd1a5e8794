import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { promptOf, TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import { decodeRows, type RowRequest, type RowToken, type SamplingTokenizer } from './decode-rows.ts';

beforeAll(async () => {
  await initBackend();
});

const tokenizer: SamplingTokenizer = {
  padTokenId: TINY_TOKENS.pad,
  eosTokenIds: [TINY_TOKENS.end],
  decode: (ids) =>
    Array.from(ids)
      .filter((id) => id !== TINY_TOKENS.end)
      .map((id) => `${id} `)
      .join(''),
};

const request = (seed: number, options: Partial<RowRequest> = {}): RowRequest => ({
  prompt: promptOf(tinyExample(seed, 3 + seed)),
  ...{ n: 1, maxNewTokens: 12, temperature: 1, topP: 1, topK: 0, seed: [seed, 0], stop: [] },
  ...options,
});

/** Requests that differ in everything. */
const mixed = (): RowRequest[] => [
  request(1, { n: 3, maxNewTokens: 20 }),
  request(2, { temperature: 0, maxNewTokens: 5 }),
  request(3, { topP: 0.5, n: 2, wantsText: true, topLogprobs: 3 }),
  request(4, { topK: 2, maxNewTokens: 1 }),
];

/** Tensors alive once the model keeps what it keeps between calls. */
async function warmTensors(model: ReturnType<typeof tinyModel>): Promise<number> {
  await decodeRows(model, tokenizer, [request(7, { n: 2 }), request(8)]);
  await decodeRows(model, tokenizer, [request(8)]);
  await decodeRows(model, tokenizer, [request(9)]);
  return tf().memory().numTensors;
}

describe('decodeRows', () => {
  it('gives each request what it gets alone, whatever settings stand beside it', async () => {
    const model = tinyModel();
    const together = await decodeRows(model, tokenizer, mixed());
    for (const [i, one] of mixed().entries()) {
      const [alone] = await decodeRows(model, tokenizer, [one]);
      expect(together[i]!.map(({ ids }) => ids)).toEqual(alone!.map(({ ids }) => ids));
      expect(together[i]!.map(({ finish }) => finish)).toEqual(alone!.map(({ finish }) => finish));
      expect(together[i]).toHaveLength(one.n);
      for (const { ids } of together[i]!) expect(ids.length).toBeLessThanOrEqual(one.maxNewTokens);
    }
    expect(new Set(together[0]!.map(({ ids }) => ids.join())).size).toBeGreaterThan(1);
    model.dispose();
  });

  it('tells each token with its text and its alternatives, the last one with the reason of the end', async () => {
    const model = tinyModel();
    const told: RowToken[] = [];
    const one = request(5, {
      n: 2,
      wantsText: true,
      topLogprobs: 4,
      onToken: (token) => void told.push(token),
    });
    const [rows] = await decodeRows(model, tokenizer, [one, request(6)]);
    rows!.forEach((row, copy) => {
      const own = told.filter((token) => token.copy === copy);
      expect(own.map(({ id }) => id)).toEqual(row.ids);
      expect(own.map(({ text }) => text).join('')).toBe(row.text);
      expect(own.map(({ finish }) => finish)).toEqual([...row.ids.slice(1).map(() => null), row.finish]);
      for (const { id, ranked, logprob } of own) {
        expect(ranked!.top).toHaveLength(4);
        // At temperature 1 both say the same.
        expect(ranked!.logprob).toBeCloseTo(logprob, 5);
        const same = ranked!.top.find((other) => other.id === id);
        if (same !== undefined) expect(same.logprob).toBe(ranked!.logprob);
      }
    });
    model.dispose();
  });

  it('ends the rows of an aborted request; the others go on as if nothing had been', async () => {
    const model = tinyModel();
    const tensors = await warmTensors(model);
    const leaving = new AbortController();
    let seen = 0;
    const first = request(7, {
      ...{ maxNewTokens: 30, n: 2, signal: leaving.signal },
      onToken: () => {
        if (++seen === 6) leaving.abort();
      },
    });
    const endless = { ...tokenizer, eosTokenIds: [] };
    const [left, stayed] = await decodeRows(model, endless, [first, request(8)]);
    expect(left!.map(({ finish, ids }) => [finish, ids.length])).toEqual([
      [null, 3],
      [null, 3],
    ]);
    const [alone] = await decodeRows(model, endless, [request(8)]);
    expect(stayed!.map(({ ids }) => ids)).toEqual(alone!.map(({ ids }) => ids));
    expect(tf().memory().numTensors).toBe(tensors);
    model.dispose();
  });

  it('lets the caller in between steps, and gives up as a whole when told to', async () => {
    const model = tinyModel();
    const tensors = await warmTensors(model);
    const stop = new AbortController();
    let steps = 0;
    const between = async (): Promise<void> => {
      if (++steps === 4) stop.abort();
    };
    const decoding = decodeRows(model, { ...tokenizer, eosTokenIds: [] }, [request(9)], {
      ...{ between, signal: stop.signal },
    });
    await expect(decoding).rejects.toThrow(/abort/i);
    expect(steps).toBe(4);
    expect(tf().memory().numTensors).toBe(tensors);
    model.dispose();
  });
});
