/** The chain of stages, each a verb; what one stage prints is what the next one is given. */
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { loadRecipe, type VerbContext } from '@parallax/lab/node';
import { SftConfigSchema } from '@parallax/trainer/schema';
import { z } from 'zod';
import { runStage } from './stage.ts';
import { type EvaluationRow, evaluationRows } from './table.ts';

export interface ChainOptions {
  /** Absolute lab folder. */
  readonly lab: string;
  /** Absolute path of recipe.yaml. */
  readonly recipe: string;
  readonly capture: string | undefined;
  readonly workers: number | undefined;
  readonly context: VerbContext;
}

export interface ChainOutcome {
  readonly dataset: string;
  readonly runs: readonly string[];
  readonly evaluations: readonly EvaluationRow[];
  readonly report: string;
}

/** The `evaluate` section of a recipe: which questions of the test split each model answers. */
export const EvaluateConfigSchema = z.strictObject({
  /** In-domain kinds, asked with the style the model was trained for. */
  kinds: z.array(z.string()).min(1),
  limitPerKind: z.int().positive(),
  style: z.enum(['letter', 'chain']).default('chain'),
  maxTokens: z.int().positive().default(96),
});

export async function runChain(options: ChainOptions): Promise<ChainOutcome> {
  const { lab, recipe, context } = options;
  const evaluate = await loadRecipe(recipe, 'evaluate', EvaluateConfigSchema);
  const base = await basePath(recipe);
  const signal = context.signal;
  const stage = (title: string, args: readonly string[]): Promise<Record<string, unknown>> => {
    context.log(`\n== ${title}: parallax ${args.slice(0, 2).join(' ')}`);
    return runStage({ args, signal });
  };
  const workers = options.workers === undefined ? [] : ['--workers', String(options.workers)];
  const dataset = join(lab, 'datasets', 'viewpoint');
  await stage('1/6 data', ['generate', '--recipe', recipe, '--out', dataset, ...workers]);
  await stage('2/6 audit', ['audit', dataset]);
  const train = (name: string, base: readonly string[]): Promise<Record<string, unknown>> =>
    stage(name === 'sft' ? '3/6 cold start' : '4/6 reinforcement', [
      ...['train', name, '--recipe', recipe, '--dataset', dataset],
      ...['--out', join(lab, 'runs', name), ...base],
    ]);
  const sft = await train('sft', []);
  const sftCheckpoint = String(sft.checkpoint);
  const grpo = await train('grpo', ['--base', sftCheckpoint]);
  const models: readonly (readonly [string, string])[] = [
    ['blind', 'blind'],
    ['base', base],
    ['sft', sftCheckpoint],
    ['sft+grpo', String(grpo.checkpoint)],
  ];
  const ask = async (
    model: readonly [string, string],
    data: string,
    task: string,
    kinds: readonly string[],
  ) =>
    evaluationRows(
      task,
      await stage(`5/6 evaluate ${model[0]} on ${task}`, [
        ...[
          'evaluate',
          '--dataset',
          data,
          '--model',
          model[1],
          '--name',
          model[0],
          '--kinds',
          kinds.join(','),
        ],
        ...['--limit', String(evaluate.limitPerKind), '--style', evaluate.style],
        ...['--max-tokens', String(evaluate.maxTokens)],
        ...['--out', join(lab, 'evaluations', `${task}-${model[0].replace('+', '-')}`)],
      ]),
    );
  const evaluations: EvaluationRow[] = [];
  for (const model of models) evaluations.push(...(await ask(model, dataset, 'viewpoint', evaluate.kinds)));
  if (options.capture !== undefined) {
    const photographs = join(lab, 'datasets', 'capture');
    await stage('5/6 real capture', [
      ...['import', 'auto', options.capture, '--out', photographs, '--split', 'test'],
      ...['--image-size', String(PHOTOGRAPH_SIZE_PX)],
    ]);
    const kinds = evaluate.kinds.filter((kind) => CAPTURE_KINDS.includes(kind));
    for (const model of models.slice(1))
      evaluations.push(...(await ask(model, photographs, 'capture', kinds)));
  }
  const report = await stage('6/6 report', ['report', '--lab', lab]);
  await stage('6/6 index', ['db', 'rebuild', '--lab', lab]);
  return {
    dataset,
    runs: [dirname(dirname(sftCheckpoint)), dirname(dirname(String(grpo.checkpoint)))],
    evaluations,
    report: String(report.html),
  };
}

/** Longer side of a photograph as the nano model sees it: that of its training images. */
const PHOTOGRAPH_SIZE_PX = 64;

/** Folder of the model that the recipe starts from: the "base" row of the table. */
async function basePath(recipe: string): Promise<string> {
  const { base } = await loadRecipe(recipe, 'sft', SftConfigSchema);
  if (base !== null) return resolve(dirname(recipe), base);
  throw new ConfigError(
    'base-missing',
    `${recipe}: sft: key "base" is null, and the demo compares with a base.`,
    {
      remedy: 'Name the folder of a start model, for example ../nano-base/model.',
    },
  );
}

/** Kinds that need cameras only, so that a photograph without masks can be asked about. */
const CAPTURE_KINDS: readonly string[] = ['ego-translation', 'object-centric-translation', 'ego-rotation'];
