/**
 * POST /v1/rewards:score: the rewards of training for other trainers. Source of the shape: OpenRLHF, remote reward
 * model (`--remote_rm_url`): {query, prompts, labels} in, {rewards, scores, extra_logs} out.
 */
import { createRoute } from '@hono/zod-openapi';
import type { Question } from '@parallax/dataset/schema';
import {
  findMixture,
  type Mixture,
  mixtures,
  type Score,
  scoreActial,
  scoreMixture,
} from '@parallax/rewards';
import { findQuestion } from '@parallax/store';
import { z } from 'zod';
import { ProblemError } from '../../http/problem.ts';
import { type RewardAnswer, RewardAnswerSchema, RewardRequestSchema } from '../../schema.ts';
import { readRow } from '../data/questions.ts';
import { answers, newRouter, type RouteContext } from '../define.ts';

const score = createRoute({
  method: 'post',
  path: '/v1/rewards:score',
  tags: ['rewards'],
  summary: 'Score completions with a reward by name',
  request: {
    query: z.object({
      mixture: z
        .string()
        .refine((name) => Object.hasOwn(mixtures, name), `one of ${Object.keys(mixtures).join(', ')}`)
        .default('actial'),
    }),
    body: { required: true, content: { 'application/json': { schema: RewardRequestSchema } } },
  },
  responses: answers(RewardAnswerSchema, 'Lists in the order of the request'),
});

const LabelSchema = z.object({ questionId: z.string().min(1), dataset: z.string().min(1).optional() });

export function rewardRoutes({ lab }: RouteContext) {
  return newRouter().openapi(score, async (c) => {
    const { query, prompts, labels } = c.req.valid('json');
    const mixture = findMixture(c.req.valid('query').mixture);
    requireLength('labels', labels.length, query.length);
    if (prompts != null && prompts.length > 0) requireLength('prompts', prompts.length, query.length);
    const scores: Score[] = [];
    for (const [i, text] of query.entries()) {
      const prompt = prompts?.[i] ?? '';
      const completion = text.startsWith(prompt) ? text.slice(prompt.length) : text;
      scores.push(await scoreOne(mixture, labels[i]!, completion, `labels.${i}`));
    }
    return c.json(answerOf(scores), 200);
  });

  async function scoreOne(
    mixture: Mixture,
    label: string,
    completion: string,
    where: string,
  ): Promise<Score> {
    const reference = referenceOf(label);
    if (reference !== null) {
      return scoreMixture(mixture.name, await questionOf(reference, where), completion);
    }
    const bare = BARE[mixture.name];
    if (bare !== undefined) return bare(label, completion);
    throw new ProblemError(
      ...([
        422,
        'label-without-question',
        `${where}: the reward "${mixture.name}" reads more than an answer.`,
      ] as const),
      'Give JSON {"questionId": ..., "dataset": ...} of a question of this lab as the label.',
    );
  }

  async function questionOf(
    { questionId, dataset }: z.infer<typeof LabelSchema>,
    where: string,
  ): Promise<Question> {
    const store = await lab.store();
    const row = await findQuestion(store, questionId, dataset);
    if (row === null || row === undefined) {
      throw new ProblemError(422, 'unknown-question', `${where}: this lab has no question "${questionId}".`);
    }
    return (await readRow(lab, store, row.dataset, row.position)).question;
  }
}

/** Rewards that need nothing but the right answer. */
const BARE: Readonly<Record<string, (label: string, completion: string) => Score>> = {
  actial: scoreActial,
  format: (label, completion) => {
    const whole = scoreActial(label, completion);
    const part = { ...whole.parts.find(({ name }) => name === 'format')!, weight: 1 };
    return { value: part.value, parts: [part], parsed: whole.parsed };
  },
};

function referenceOf(label: string): z.infer<typeof LabelSchema> | null {
  if (!label.trimStart().startsWith('{')) return null;
  try {
    return LabelSchema.safeParse(JSON.parse(label)).data ?? null;
  } catch {
    return null;
  }
}

function requireLength(name: string, length: number, wanted: number): void {
  if (length === wanted) return;
  throw new ProblemError(422, 'lengths-differ', `query has ${wanted} texts, ${name} has ${length}.`);
}

function answerOf(scores: readonly Score[]): RewardAnswer {
  const values = scores.map(({ value }) => value);
  const extra_logs: Record<string, number[]> = {};
  for (const { name } of scores[0]?.parts ?? []) {
    extra_logs[name] = scores.map(({ parts }) => parts.find((part) => part.name === name)?.value ?? 0);
  }
  return { rewards: values, scores: values, extra_logs };
}
