/**
 * POST /v1/rewards:score: the rewards of training for other trainers. Source of the shape: OpenRLHF, remote reward
 * model (`--remote_rm_url`): {query, prompts, labels} in, {rewards, scores, extra_logs} out.
 */
import { createRoute } from '@hono/zod-openapi';
import type { Question } from '@parallax/dataset/schema';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { findMixture, type Judge, type Mixture, mixtures, type Score } from '@parallax/rewards';
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
      /** Checked below, where a mistyped name is told the nearest one. */
      mixture: z
        .string()
        .default('actial')
        .openapi({ enum: Object.keys(mixtures), default: 'actial' }),
    }),
    body: { required: true, content: { 'application/json': { schema: RewardRequestSchema } } },
  },
  responses: answers(RewardAnswerSchema, 'Lists in the order of the request'),
});

const ReferenceSchema = z.object({ questionId: z.string().min(1), dataset: z.string().min(1).optional() });
type Reference = z.infer<typeof ReferenceSchema>;
const LabelSchema = z.union([ReferenceSchema, z.object({ answer: z.unknown() }).required()]);

export function rewardRoutes({ lab }: RouteContext) {
  return newRouter().openapi(score, async (c) => {
    const { query, prompts, labels, tokens } = c.req.valid('json');
    const mixture = mixtureNamed(c.req.valid('query').mixture);
    requireLength('labels', labels.length, query.length);
    if (prompts != null && prompts.length > 0) requireLength('prompts', prompts.length, query.length);
    if (tokens != null) requireLength('tokens', tokens.length, query.length);
    const completions = query.map((text, i) => {
      const prompt = prompts?.[i] ?? '';
      return text.startsWith(prompt) ? text.slice(prompt.length) : text;
    });
    const groups = groupsOf(completions, labels, prompts ?? []);
    const judges = new Map<string, Judge>();
    const scores: Score[] = [];
    for (const [i, completion] of completions.entries()) {
      const label = labels[i]!;
      const judge = judges.get(label) ?? (await judgeOf(mixture, label, `labels.${i}`));
      judges.set(label, judge);
      scores.push(judge(completion, { tokens: tokens?.[i] ?? null, group: groups[i]! }));
    }
    return c.json(answerOf(scores), 200);
  });

  async function judgeOf(mixture: Mixture, label: string, where: string): Promise<Judge> {
    const written = labelOf(label);
    const reference = ReferenceSchema.safeParse(written).data;
    const record = reference === undefined ? written : await questionOf(reference, where);
    try {
      return mixture.judge(record, where);
    } catch (error) {
      if (!(error instanceof DataFormatError)) throw error;
      throw new ProblemError(
        ...([422, 'label-does-not-fit', error.message] as const),
        `${error.remedy} Or give JSON {"questionId": ..., "dataset": ...} of a question of this lab as the label.`,
      );
    }
  }

  async function questionOf({ questionId, dataset }: Reference, where: string): Promise<Question> {
    const store = await lab.store();
    const row = await findQuestion(store, questionId, dataset);
    if (row === null || row === undefined) {
      throw new ProblemError(
        ...([422, 'unknown-question', `${where}: this lab has no question "${questionId}".`] as const),
        'GET /api/datasets/{name}/questions tells those there are.',
      );
    }
    return (await readRow(lab, store, row.dataset, row.position)).question;
  }
}

/** @throws ProblemError 400 `unknown-mixture`. */
function mixtureNamed(name: string): Mixture {
  try {
    return findMixture(name);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ProblemError(400, error.code, `mixture: ${error.message}`, error.remedy);
  }
}

/** The right answer alone; or JSON of an object that holds "answer" and more, or refers to a question. */
function labelOf(label: string): unknown {
  if (!label.trimStart().startsWith('{')) return { answer: label };
  try {
    const written: unknown = JSON.parse(label);
    return LabelSchema.safeParse(written).success ? written : { answer: label };
  } catch {
    return { answer: label };
  }
}

/** For each completion those of the same prompt and label; without prompts each is alone. */
function groupsOf(
  completions: readonly string[],
  labels: readonly string[],
  prompts: readonly string[],
): readonly (readonly string[])[] {
  if (prompts.length === 0) return completions.map((completion) => [completion]);
  const groups = Map.groupBy(completions.keys(), (i) => JSON.stringify([prompts[i], labels[i]]));
  return completions.map((_, i) =>
    groups.get(JSON.stringify([prompts[i], labels[i]]))!.map((other) => completions[other]!),
  );
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
