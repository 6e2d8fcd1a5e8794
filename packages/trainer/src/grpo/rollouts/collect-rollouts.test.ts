/** Rollouts with a scripted policy: what is asked, what is a label, which groups are kept. */
import { beforeAll, describe, expect, it } from 'vitest';
import { IGNORED_LABEL } from '../../batching/collate.ts';
import { findEnvironment } from '../../environments/registry.ts';
import { type ScriptedSampler, scriptedSampler } from '../../fixtures/scripted-sampler.ts';
import { lookTask, puzzleTask, type TinyLanguage, tinyLanguage } from '../../fixtures/tasks.ts';
import { type GrpoConfig, GrpoConfigSchema } from '../../schema.ts';
import { type Collected, collectRollouts } from './collect-rollouts.ts';
import { rolloutHealth } from './health.ts';
import { keptRollouts } from './kept-rollouts.ts';
import { questionOrder } from './question-order.ts';

let language: TinyLanguage;
beforeAll(async () => {
  language = await tinyLanguage();
});

type Say = Parameters<typeof scriptedSampler>[1];
type Changes = { [Key in keyof GrpoConfig]?: GrpoConfig[Key] };

async function collect(
  say: Say,
  changes: Changes = {},
  { size = 1, step = 1 } = {},
): Promise<Collected & { calls: ScriptedSampler['calls'] }> {
  const config = GrpoConfigSchema.parse({
    ...{ base: null, steps: 1, kinds: ['test'], promptsPerStep: 1, groupSize: 2, maxNewTokens: 200 },
    ...changes,
  });
  const sampler = scriptedSampler(language.tokenizer, say);
  const collected = await collectRollouts(
    {
      ...language,
      ...{ config, sampler, environment: findEnvironment(config.environment) },
      tasks: {
        size,
        task: (i) => (config.environment === 'jigsaw' ? puzzleTask('jigsaw', i) : lookTask('actial', i)),
      },
      order: questionOrder(size, config.promptsPerStep, config.seed),
    },
    step,
  );
  return { ...collected, calls: sampler.calls };
}

const RIGHT = '<think>x</think><answer>A</answer>';
const WRONG = '<think>x</think><answer>B</answer>';

describe('rollouts of several turns', () => {
  it('label exactly the tokens that the policy wrote, in the context they were drawn in', async () => {
    const { tokenizer } = language;
    const script = [['<swap>1 2</swap>', RIGHT], ['no idea', '<swap>3 4</swap>'], [WRONG]];
    // Copy 0 swaps, errs and answers wrongly; copy 1 answers at once.
    const say: Say = (call, _, copy) => script[call]![copy] ?? script[call]![0]!;
    const { rows, calls } = await collect(say, { environment: 'jigsaw' });
    const [long, short] = rows;
    expect(rows.map(({ turns }) => turns.length)).toEqual([3, 1]);
    const { inputIds, labels, gridThw } = long!.encoded;
    expect(gridThw).toHaveLength(2);
    const runs: number[][] = [];
    inputIds.forEach((id, i) => {
      if (labels[i] === IGNORED_LABEL) return;
      expect(labels[i]).toBe(id);
      if (labels[i - 1] === IGNORED_LABEL) runs.push([]);
      runs.at(-1)!.push(id);
    });
    const end = tokenizer.eosTokenIds[0]!;
    expect(runs).toEqual(
      ['<swap>1 2</swap>', 'no idea', WRONG].map((text) => [...tokenizer.encode(text), end]),
    );
    expect(runs.flat()).toEqual(long!.sampled.ids);
    expect(long!.sampled.logprobs).toEqual(long!.sampled.ids.map((id) => -id / 1000));
    // What the sampler read before each turn is the start of what is trained, token by token.
    for (const { prompts } of calls.slice(1)) {
      const context = [...prompts[0]!.inputIds];
      expect([...inputIds].slice(0, context.length)).toEqual(context);
      expect(labels[context.length - 1]).toBe(IGNORED_LABEL);
      expect(labels[context.length]).not.toBe(IGNORED_LABEL);
    }
    // It is also what the chat template makes of the whole conversation.
    const image = '<|vision_start|><|image_pad|><|vision_end|>';
    const text = tokenizer.decode([...inputIds]).replace(/(<\|image_pad\|>)+/g, '<|image_pad|>');
    expect(text.split(image)).toHaveLength(3);
    expect(text).toMatch(
      /<swap>1 2<\/swap><\|im_end\|>\n<\|im_start\|>user\n<\|vision_start\|>.*Order: 2 1 3 4<\|im_end\|>\n<\|im_start\|>assistant\nno idea/,
    );
    expect(short!.encoded.gridThw).toHaveLength(1);
    expect(long!.encoded.pixelValues!.length).toBe(2 * short!.encoded.pixelValues!.length);
  });

  it('stop at the most turns, and at the most tokens over all turns', async () => {
    const turns = await collect(() => '<swap>1 2</swap>', { environment: 'jigsaw' });
    expect(turns.rows[0]!.turns).toHaveLength(6);
    expect(turns.rows[0]!.sampled.truncated).toBe(false);
    const one = language.tokenizer.encode('<swap>1 2</swap>').length + 1;
    const tokens = await collect(() => '<swap>1 2</swap>', {
      environment: 'jigsaw',
      maxNewTokens: 2 * one + 3,
    });
    expect(tokens.rows[0]!.turns).toHaveLength(3);
    expect(tokens.rows[0]!.sampled.ids).toHaveLength(2 * one + 3);
    expect(tokens.rows[0]!.sampled.truncated).toBe(true);
    expect(tokens.calls.map(({ options }) => options.maxNewTokens)).toEqual([2 * one + 3, one + 3, 3]);
    expect(rolloutHealth(tokens.rows)).toMatchObject({
      truncated: 1,
      turns: 3,
      completionTokens: 2 * one + 3,
    });
    const exact = await collect(() => '<swap>1 2</swap>', { environment: 'jigsaw', maxNewTokens: 2 * one });
    expect(exact.rows[0]!.turns).toHaveLength(2);
  });

  it('cut the episode that has fewer tokens left than its neighbours', async () => {
    const words = ['<swap>1 2</swap>', '<swap>1 2</swap> swap swap swap swap swap swap'];
    const lengths = words.map((text) => language.tokenizer.encode(text).length + 1);
    const maxNewTokens = lengths[1]! + 2;
    const say: Say = (call, prompt, copy) => (call === 0 ? words[copy]! : words[prompt]!);
    const { rows } = await collect(say, { environment: 'jigsaw', maxNewTokens });
    expect(rows[1]!.sampled.ids).toHaveLength(maxNewTokens);
    expect(rows[1]!.sampled.truncated).toBe(true);
    for (const row of rows) expect(row.sampled.ids.length).toBeLessThanOrEqual(maxNewTokens);
  });

  it('are kept turn by turn for the dashboard', async () => {
    const say: Say = (call) => ['<move>left</move>', RIGHT][call]!;
    const { rows } = await collect(say, { environment: 'view-planning' });
    const [kept] = keptRollouts(rows, 4, 1, language.tokenizer);
    expect(kept).toMatchObject({ step: 4, questionId: 'look-0', reward: 0.95, truncated: false });
    expect(kept!.turns).toEqual([
      { completion: '<move>left</move>', observation: '<image>View: left' },
      { completion: RIGHT, observation: null },
    ]);
    const single = await collect(() => RIGHT);
    expect(keptRollouts(single.rows, 4, 1, language.tokenizer)[0]).not.toHaveProperty('turns');
  });
});

describe('dynamic sampling', () => {
  const dynamic = { promptsPerStep: 3, dynamicSampling: { maxRounds: 4 } };
  /** Only the first prompt of a round has copies that differ. */
  const firstDiffers: Say = (_, prompt, copy) => (prompt === 0 && copy === 1 ? WRONG : RIGHT);

  it('asks other questions until enough groups differ', async () => {
    const { rows, dropped, rounds, calls } = await collect(firstDiffers, dynamic, { size: 20 });
    expect(calls.map(({ prompts }) => prompts.length)).toEqual([3, 2, 1]);
    expect(rounds).toBe(3);
    expect([rows.length, dropped.length]).toEqual([3 * 2, 3 * 2]);
    const asked = [...rows, ...dropped].map(({ question }) => question.questionId);
    expect(new Set(asked).size).toBe(6);
    expect(new Set(calls.map(({ options }) => options.seed)).size).toBe(3);
    for (const row of rows) expect(row.advantages.some((a) => a !== 0)).toBe(true);
    const health = rolloutHealth([...rows, ...dropped]);
    expect(health.deadGroups).toBeCloseTo(0.5, 12);
  });

  it('depends on seed and step alone, and every question is asked once an epoch whatever was replaced', async () => {
    const ids = ({ rows, dropped }: Collected) =>
      [...rows, ...dropped].map(({ question, group }) => `${question.questionId} ${group}`);
    const fresh = await collect(firstDiffers, dynamic, { size: 20, step: 5 });
    expect(ids(await collect(firstDiffers, dynamic, { size: 20, step: 5 }))).toEqual(ids(fresh));
    expect(ids(await collect(firstDiffers, dynamic, { size: 20, step: 6 }))).not.toEqual(ids(fresh));
    const order = questionOrder(21, 3, 9);
    const epoch = [1, 2, 3, 4, 5, 6, 7].flatMap((step) => order.first(step));
    expect(epoch.sort((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, i) => i));
    for (const step of [1, 5]) {
      const all = [...order.first(step), ...order.spare(step)].sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: 21 }, (_, i) => i));
    }
  });

  it('ends after the last round with fewer groups, and without any keeps the first round', async () => {
    const few = await collect(firstDiffers, { ...dynamic, dynamicSampling: { maxRounds: 2 } }, { size: 20 });
    expect([few.rounds, few.rows.length, few.dropped.length]).toEqual([2, 4, 6]);
    const none = await collect(() => RIGHT, dynamic, { size: 20 });
    expect([none.rounds, none.rows.length, none.dropped.length]).toEqual([4, 6, 18]);
    const order = questionOrder(20, 3, 1).first(1);
    const asked = none.rows.filter((_, i) => i % 2 === 0).map(({ question }) => question.questionId);
    expect(asked).toEqual(order.map((index) => `look-${index}`));
    const small = await collect(() => RIGHT, dynamic, { size: 4 });
    expect([small.rounds, small.rows.length, small.dropped.length]).toEqual([2, 6, 2]);
  });

  it('is off by default: equal groups stay, in one round', async () => {
    const { rows, dropped, rounds } = await collect(() => RIGHT, { promptsPerStep: 3 }, { size: 20 });
    expect([rows.length, dropped.length, rounds]).toEqual([6, 0, 1]);
    expect(rolloutHealth(rows).deadGroups).toBe(1);
  });
});

describe('the reward of a rollout', () => {
  it('holds the overlong part before advantages are made', async () => {
    const long = `${'swap '.repeat(30)}${RIGHT}`;
    const tokens = language.tokenizer.encode(long).length + 1;
    const changes = { maxNewTokens: tokens, overlong: { bufferTokens: 20, penalty: 0.5 } };
    const { rows } = await collect((_, __, copy) => (copy === 0 ? long : `x${RIGHT}`), changes);
    const parts = rows.map(({ score }) => score.parts.find(({ name }) => name === 'overlong')!);
    expect(parts.map(({ value, weight }) => value * weight)).toEqual([-0.5, -0]);
    // Both answer rightly in a wrong format; only the length tells them apart.
    expect(rows.map(({ score }) => score.value)).toEqual([0, 0.5]);
    expect(rows[0]!.advantages[0]).toBeLessThan(0);
    expect(rolloutHealth(rows)['reward.overlong']).toBe(0.5);
  });
});
