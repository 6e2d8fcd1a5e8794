/** What an evaluation is: everything that decides its samples and answers, hence its id. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { canonicalJson, sha256, writeJson } from '@parallax/lab/node';
import { z } from 'zod';
import type { Completer } from '../completers/completer.ts';
import type { Task, TaskSample } from '../tasks/task.ts';

export interface PlanOptions<S extends TaskSample = TaskSample> {
  readonly task: Task<S>;
  readonly completer: Pick<Completer, 'modelId' | 'batchSize'>;
  /** Label of the model in tables. */
  readonly model: string;
  /** Of a local checkpoint; null for a served model. */
  readonly weightsDigest: string | null;
  /** Of the data set; null for files that are none of ours. */
  readonly datasetDigest: string | null;
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

const PlanSchema = z.object({
  evaluationId: z.string(),
  task: z.string(),
  model: z.string(),
  weightsDigest: z.string().nullable(),
  datasetDigest: z.string().nullable(),
  config: z.record(z.string(), z.unknown()),
});
export type EvaluationPlan = z.infer<typeof PlanSchema>;

const ID_DIGITS = 12;

/** The same inputs give the same id: the same command finds its own folder again and goes on there. */
export function planEvaluation<S extends TaskSample>(options: PlanOptions<S>): EvaluationPlan {
  const { task, completer, model, weightsDigest, datasetDigest } = options;
  const plan = {
    task: task.name,
    model,
    weightsDigest,
    datasetDigest,
    config: {
      ...task.config,
      modelId: completer.modelId,
      batchSize: completer.batchSize,
      maxTokens: options.maxTokens,
      temperature: options.temperature ?? 0,
      seed: options.seed ?? 1,
      stop: options.stop === undefined ? null : [...options.stop],
    },
  };
  const label = model
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return { evaluationId: `${label || 'model'}-${sha256(canonicalJson(plan)).slice(0, ID_DIGITS)}`, ...plan };
}

/**
 * Makes sure that the folder belongs to this evaluation; a new folder gets its plan.json first.
 * @throws ConfigError `other-evaluation` when the folder holds another one.
 */
export async function claimFolder(folder: string, plan: EvaluationPlan): Promise<void> {
  const path = join(folder, 'plan.json');
  const wanted = canonicalJson(plan);
  let present: string;
  try {
    present = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    await writeJson(path, plan);
    return;
  }
  if (present === wanted) return;
  throw new ConfigError(
    'other-evaluation',
    `${folder} holds another evaluation: ${differingKey(present, plan)}.`,
    {
      remedy: 'Choose another --out, or delete that folder.',
    },
  );
}

function differingKey(present: string, plan: EvaluationPlan): string {
  const parsed = PlanSchema.safeParse(JSON.parse(present));
  if (!parsed.success) return 'its plan.json is unreadable';
  const before: Record<string, unknown> = { ...parsed.data, ...parsed.data.config };
  const now: Record<string, unknown> = { ...plan, ...plan.config };
  const key = [...new Set([...Object.keys(before), ...Object.keys(now)])].find(
    (name) =>
      name !== 'evaluationId' &&
      name !== 'config' &&
      JSON.stringify(before[name]) !== JSON.stringify(now[name]),
  );
  if (key === undefined) return 'its plan.json differs';
  return `its ${key} is ${JSON.stringify(before[key])}, not ${JSON.stringify(now[key])}`;
}
