/** parallax generate: recipe -> rendered data set. Finished shards are kept, so the same command continues. */
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { kindOf, openDatasetWriter } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import { loadRecipe, type Verb, type VerbContext, type VerbResult } from '@parallax/lab/node';
import { GENERATOR_VERSION, type GenerateConfig, GenerateConfigSchema } from '../config.ts';
import { createGlContext, describeGl } from '../gl/context.ts';
import { indexDatasetFolder } from '../lab-index/index-dataset-folder.ts';
import { SPLIT_RULE, splitSubjects } from '../scenes/subjects.ts';
import { runPool } from '../workers/pool.ts';
import { planShards, type Shard } from '../workers/shard-plan.ts';

/** Each worker takes some 350 MB; more than this is asked for by --workers. */
const MOST_DEFAULT_WORKERS = 8;

interface Options {
  readonly recipe: string;
  readonly profile?: string;
  readonly seed?: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly lab: string;
  readonly workers?: string;
}

const verb: Verb = {
  name: 'generate',
  summary: 'render scenes and ask questions about them: recipe -> data set',
  configure: (command) => {
    command
      .requiredOption('--recipe <file>', 'recipe with a "generate" section')
      .option('--profile <name>', "decorrelated or viewpoint-100k, instead of the recipe's")
      .option('--seed <seed>', "instead of the recipe's")
      .option('--set <key=value>', 'override a key of the section (repeatable)', collect, [])
      .option(
        '--out <folder>',
        'folder of the data set; a bare name is put into LAB/datasets (default: the name in the recipe)',
      )
      .option('--lab <folder>', 'lab folder', './out/lab')
      .option('--workers <n>', 'worker processes (default: one a core, at most 8)');
  },
  // commander types options loosely; `configure` above declares exactly these.
  run: async (_args, options, context) => generate(options as unknown as Options, context),
};
export default verb;

async function generate(options: Options, context: VerbContext): Promise<VerbResult> {
  const config = await readConfig(options);
  const folder = resolve(folderOf(options, config.name));
  const workers = readWorkers(options.workers);
  splitSubjects(config);
  const imageSource = describeGl(createGlContext());
  const { name, profile, seed } = config;
  const versions = { generatorVersion: GENERATOR_VERSION, imageSource, splitRule: SPLIT_RULE };
  const writerOptions = { name, profile, seed, config: { ...config }, ...versions };
  const startedAt = performance.now();
  const writer = await openDatasetWriter(folder, writerOptions);
  const shards = planShards(config);
  const missing: Shard[] = [];
  for (const shard of shards) if (!(await writer.hasShard(shard.split, shard.index))) missing.push(shard);
  const sceneCount = (list: readonly Shard[]): number => list.reduce((sum, { scenes }) => sum + scenes, 0);
  const [total, open] = [sceneCount(shards), sceneCount(missing)];
  context.log(`generate ${name}: ${total} scenes into ${folder}, ${imageSource}`);
  if (open < total) context.log(`continuing: ${total - open} scenes stand already`);
  const progress = context.progress('scenes', total);
  progress.startAt(total - open);
  const onScene = (): void => progress.advance();
  const start = { folder, writer: writerOptions, config };
  await runPool({ start, shards: missing, workers, signal: context.signal, onScene });
  progress.finish();
  const { digest, counts } = await writer.finish();
  await indexDatasetFolder(folder, context.warn);
  const seconds = (performance.now() - startedAt) / 1000;
  const imagesPerSecond = (open * config.viewsPerScene) / seconds;
  const { questions, pairs, scenes, subjects } = counts;
  return {
    result: { dataset: folder, digest, questions, pairs, scenes, subjects, imagesPerSecond, seconds },
    text: [
      `data set   ${folder}`,
      `digest     ${digest}`,
      `contents   ${questions} questions, ${pairs} pairs, ${scenes} scenes, ${subjects} subjects`,
      `time       ${seconds.toFixed(1)} s, ${imagesPerSecond.toFixed(0)} images/s`,
    ].join('\n'),
  };
}

async function readConfig({ recipe, profile, seed, set }: Options): Promise<GenerateConfig> {
  const overrides = [...set];
  if (profile !== undefined) overrides.push(`profile=${JSON.stringify(profile)}`);
  if (seed !== undefined) overrides.push(`seed=${JSON.stringify(seed)}`);
  const config = await loadRecipe(recipe, 'generate', GenerateConfigSchema, overrides);
  requireViews(config.pairKinds, 2, 'pairKinds', recipe);
  requireViews(config.singleKinds, 1, 'singleKinds', recipe);
  return config;
}

/** @throws ConfigError `unknown-kind`, or `wrong-kind` for one that takes another number of views. */
function requireViews(kinds: readonly string[], views: number, key: string, recipe: string): void {
  for (const kind of kinds) {
    if (kindOf(kind).views === views) continue;
    const other = views === 2 ? 'singleKinds' : 'pairKinds';
    throw new ConfigError(
      'wrong-kind',
      `${recipe}: generate: key "${key}": ${kind} is not asked of ${views} view(s).`,
      {
        remedy: `Move it to "${other}".`,
      },
    );
  }
}

/** A path as it is given; a bare name, or the config's, inside the lab folder. */
function folderOf({ out, lab }: Options, name: string): string {
  return out !== undefined && /[\\/]/.test(out) ? out : join(lab, 'datasets', out ?? name);
}

function readWorkers(text: string | undefined): number {
  if (text === undefined) return Math.min(availableParallelism(), MOST_DEFAULT_WORKERS);
  const workers = Number(text);
  if (Number.isInteger(workers) && workers > 0) return workers;
  throw new ConfigError('bad-workers', `--workers ${text} is not a positive whole number.`, {
    remedy: 'For example --workers 2.',
  });
}

function collect(value: string, all: readonly string[]): string[] {
  return [...all, value];
}
