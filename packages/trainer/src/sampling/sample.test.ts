import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { collate, IGNORED_LABEL } from '../batching/collate.ts';
import { promptOf, TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import type { SamplingTokenizer } from './decode-rows.ts';
import { sample } from './sample.ts';
import { measureTargets, targetLogits, targetsOf } from './token-logprobs.ts';

beforeAll(async () => {
  await initBackend();
});

/** Ids as words: what the sampler needs of a tokenizer. */
const tokenizer: SamplingTokenizer = {
  padTokenId: TINY_TOKENS.pad,
  eosTokenIds: [TINY_TOKENS.end],
  decode: (ids) =>
    Array.from(ids)
      .filter((id) => id !== TINY_TOKENS.end)
      .map((id) => `${id} `)
      .join(''),
};
const prompts = [tinyExample(1), tinyExample(2, 9), tinyExample(3, 2)].map(promptOf);

describe('sample', () => {
  it('reports the log-probabilities that a teacher-forced pass computes', async () => {
    const model = tinyModel();
    for (const temperature of [0.7, 1]) {
      const options = { n: 3, maxNewTokens: 12, temperature, seed: 5 };
      const groups = await sample(model, tokenizer, prompts, options);
      groups.forEach((group, p) => {
        for (const one of group) {
          const inputIds = Int32Array.from([...prompts[p]!.inputIds, ...one.ids]);
          const labels = inputIds.map((id, i) => (i < prompts[p]!.inputIds.length ? IGNORED_LABEL : id));
          const batch = collate([{ ...prompts[p]!, inputIds, labels }], { padTokenId: TINY_TOKENS.pad });
          const { logprobs } = measureTargets(
            model,
            batch,
            targetsOf(batch.labels, batch.length),
            temperature,
          );
          one.logprobs.forEach((value, i) => void expect(value).toBeCloseTo(logprobs[i]!, 4));
        }
      });
    }
    model.dispose();
  });

  it('is the argmax of the whole sequence at temperature 0', async () => {
    const model = tinyModel(4);
    const [first] = await sample(model, tokenizer, prompts, { maxNewTokens: 8, temperature: 0 });
    const ids = [...prompts[0]!.inputIds];
    for (const token of first![0]!.ids) {
      const inputIds = Int32Array.from([...ids, 0]);
      const labels = new Int32Array(inputIds.length).fill(IGNORED_LABEL);
      labels[ids.length] = 0; // any token: only the logits before it are looked at
      const batch = collate([{ ...prompts[0]!, inputIds, labels }], { padTokenId: TINY_TOKENS.pad });
      const best = tf().tidy(
        () =>
          tf()
            .argMax(targetLogits(model, batch, targetsOf(batch.labels, batch.length)), 1)
            .dataSync()[0],
      );
      expect(token).toBe(best);
      ids.push(token);
    }
    model.dispose();
  });

  it('gives the same bytes for the same seed, other ones for another, however rows are batched', async () => {
    const model = tinyModel();
    const run = (seed: number, batchSize: number) =>
      sample(model, tokenizer, prompts, { n: 4, maxNewTokens: 10, seed, batchSize });
    const once = await run(1, 128);
    expect(await run(1, 128)).toEqual(once);
    expect(await run(2, 128)).not.toEqual(once);
    const ids = (groups: Awaited<typeof once>) => groups.map((group) => group.map((one) => one.ids));
    expect(ids(await run(1, 4))).toEqual(ids(once));
    expect(new Set(once[0]!.map((one) => one.ids.join())).size).toBeGreaterThan(1);
    model.dispose();
  });

  it('gives each row what it gives alone when the rows around it end at different times', async () => {
    const model = tinyModel();
    const options = { n: 8, maxNewTokens: 40, seed: 8 };
    const together = await sample(model, tokenizer, prompts, options);
    const lengths = new Set(together.flat().map(({ ids }) => ids.length));
    expect(lengths.size).toBeGreaterThan(4); // rows were dropped at several times
    // A tail of rows that never end keeps every row of its cache.
    const endless = await sample(model, { ...tokenizer, eosTokenIds: [] }, prompts, options);
    together.forEach((group, p) => {
      group.forEach(({ ids, logprobs }, copy) => {
        const whole = endless[p]![copy]!;
        expect(whole.ids.slice(0, ids.length)).toEqual(ids);
        logprobs.forEach((value, i) => void expect(value).toBeCloseTo(whole.logprobs[i]!, 5));
      });
    });
    model.dispose();
  });

  it('stops at the end token or a stop string, says when it was cut, and leaks nothing', async () => {
    const model = tinyModel();
    const options = { n: 8, maxNewTokens: 30, seed: 3 };
    await sample(model, tokenizer, prompts, options);
    const tensors = tf().memory().numTensors;
    const rows = (await sample(model, tokenizer, prompts, options)).flat();
    expect(tf().memory().numTensors).toBe(tensors);
    expect(rows.some((row) => row.truncated) && rows.some((row) => !row.truncated)).toBe(true);
    for (const row of rows) {
      expect(row.ids.indexOf(TINY_TOKENS.end)).toBe(row.truncated ? -1 : row.ids.length - 1);
      expect(row.ids.length === 30 || !row.truncated).toBe(true);
    }
    const word = rows[0]!.text.split(' ')[2]!;
    const [[stopped]] = (await sample(model, tokenizer, prompts, { ...options, stop: [word] })) as [
      [(typeof rows)[0]],
    ];
    expect(stopped.text.includes(word)).toBe(false);
    expect(stopped.truncated).toBe(false);
    model.dispose();
  });
});
