/** parallax generate: recipe or posed captures -> data set. Finished shards are kept, so the same command continues. */
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { kindOf } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import {
  commaList,
  loadRecipe,
  resolveConfig,
  type Verb,
  type VerbContext,
  type VerbResult,
} from '@parallax/lab/node';
import { wholeNumber } from '../captures/flags.ts';
import { type CaptureSetConfig, CaptureSetConfigSchema } from '../captures/sets/set-config.ts';
import { type GenerateConfig, GenerateConfigSchema } from '../config.ts';
import type { GenerateOptions } from '../workers/generate-scenes.ts';
import type { BuildOutcome } from '../workers/shards/build-shards.ts';
import { parseShardPart } from '../workers/shards/shard-part.ts';

/** Each worker takes some 350 MB; more than this is asked for by --workers. */
const MOST_DEFAULT_WORKERS = 8;
const DEFAULT_LEASE_SECONDS = 30;
const WARNINGS_SHOWN = 20;

interface Options {
  readonly recipe?: string;
  readonly captures?: string;
  readonly profile?: string;
  readonly seed?: string;
  readonly set: readonly string[];
  readonly assets?: string;
  readonly front?: string;
  readonly pairs?: string;
  readonly test?: string;
  readonly questionsPerPair?: string;
  readonly kinds?: string;
  readonly imageSize?: string;
  readonly name?: string;
  readonly out?: string;
  readonly lab: string;
  readonly workers?: string;
  readonly shard?: string;
  readonly finish?: true;
  readonly lease?: string;
}

const verb: Verb = {
  name: 'generate',
  summary: 'render scenes, or pair posed captures, and ask questions about them: a data set',
  configure: (command) => {
    command
      .option('--recipe <file>', 'recipe with a "generate" section ("captures" with --captures)')
      .option('--captures <root>', 'tree of posed captures; their pictures are referred to, not copied')
      .option('--profile <name>', "decorrelated or viewpoint-100k, instead of the recipe's")
      .option('--seed <seed>', "instead of the recipe's")
      .option('--set <key=value>', 'override a key of the section (repeatable)', collect, [])
      .option('--assets <folder>', 'folder of .glb and .gltf models that stand in scenes as subjects')
      .option('--front <axis>', 'axis out of the fronts of these models: +z, -z, +x, -x (default: +z)')
      .option('--pairs <n>', 'captures: view pairs of all splits together (default: 100000)')
      .option('--test <n>', 'captures: questions of the test split among them (default: 1000)')
      .option('--questions-per-pair <n>', 'captures: kinds asked of a pair, in rotation (default: 1)')
      .option('--kinds <list>', "captures: question kinds, separated by commas (default: the profile's)")
      .option('--image-size <px>', 'captures: longer side of pictures when they are read (default: 512)')
      .option('--name <name>', "captures: the data set's name (default: the profile's)")
      .option(
        '--out <folder>',
        'folder of the data set; a bare name is put into LAB/datasets (default: its name)',
      )
      .option('--lab <folder>', 'lab folder', './out/lab')
      .option('--workers <n>', 'worker processes (default: one a core, at most 8)')
      .option('--shard <k/n>', 'make the k-th of n parts only; the manifest comes when all shards stand')
      .option('--finish', 'make nothing: check that all shards stand and write the manifest')
      .option(
        '--lease <seconds>',
        'how long a process that died keeps its shards from the others',
        String(DEFAULT_LEASE_SECONDS),
      );
  },
  // commander types options loosely; `configure` above declares exactly these.
  run: async (_args, options, context) => generate(options as unknown as Options, context),
};
export default verb;

async function generate(options: Options, context: VerbContext): Promise<VerbResult> {
  const startedAt = performance.now();
  const common = {
    part: parseShardPart(options.shard),
    finishOnly: options.finish === true,
    workers: readWorkers(options.workers),
    leaseMs: 1000 * wholeNumber('--lease', options.lease, 1),
    context,
  };
  if (options.captures !== undefined) {
    const config = await readCaptureConfig(options);
    const folder = resolve(folderOf(options, config.name));
    const { generateCaptures } = await import('../captures/sets/generate-captures.ts');
    const outcome = await generateCaptures(options.captures, config, { ...common, folder });
    const { captures, testCaptures } = outcome;
    tellShortfalls(outcome, config, context);
    return conclude(folder, outcome, startedAt, { captures, testCaptures }, context);
  }
  const config = await readConfig(options);
  const folder = resolve(folderOf(options, config.name));
  // Loaded when needed: captures need no GL.
  const { generateScenes } = await import('../workers/generate-scenes.ts');
  const outcome = await generateScenes(config, { ...common, folder } satisfies GenerateOptions);
  const images = outcome.unitsMade * config.viewsPerScene;
  const imagesPerSecond = (1000 * images) / (performance.now() - startedAt);
  return conclude(folder, outcome, startedAt, { imagesPerSecond }, context);
}

async function conclude(
  folder: string,
  { manifest, missingShards, unitsMade, skipped }: BuildOutcome,
  startedAt: number,
  more: Readonly<Record<string, number>>,
  context: VerbContext,
): Promise<VerbResult> {
  if (manifest !== null) {
    // Loaded when needed: the index knows all records of a lab, and takes more memory than making questions.
    const { indexDatasetFolder } = await import('../lab-index/index-dataset-folder.ts');
    await indexDatasetFolder(folder, context.warn);
  }
  for (const { code, message } of skipped.slice(0, WARNINGS_SHOWN))
    context.warn(`skipped (${code}): ${message}`);
  const hidden = skipped.length - WARNINGS_SHOWN;
  if (hidden > 0) context.warn(`${hidden} further captures were skipped; counts.discarded has the reasons.`);
  const seconds = (performance.now() - startedAt) / 1000;
  if (manifest === null) {
    return {
      result: { dataset: folder, complete: false, missingShards, made: unitsMade, ...more, seconds },
      text: `data set   ${folder}: this part stands, ${missingShards} shards of other parts are missing`,
    };
  }
  const { digest, counts } = manifest;
  const { questions, pairs, scenes, subjects, bySplitAndKind } = counts;
  const test = Object.entries(bySplitAndKind).reduce(
    (sum, [key, count]) => sum + (key.startsWith('test/') ? count : 0),
    0,
  );
  return {
    result: {
      ...{ dataset: folder, complete: true, digest, questions, pairs, scenes, subjects, test },
      ...{ made: unitsMade, skipped: skipped.length, ...more, seconds },
    },
    text: [
      `data set   ${folder}`,
      `digest     ${digest}`,
      `contents   ${questions} questions (${test} for the test), ${pairs} pairs, ${scenes} scenes, ${subjects} subjects`,
      `time       ${seconds.toFixed(1)} s${more['imagesPerSecond'] === undefined ? '' : `, ${more['imagesPerSecond'].toFixed(0)} images/s`}`,
    ].join('\n'),
  };
}

/** A split that came out smaller than asked for is said, not filled up from elsewhere. */
function tellShortfalls(
  { manifest, testCaptures }: BuildOutcome & { readonly testCaptures: number },
  { testQuestions }: CaptureSetConfig,
  { warn }: VerbContext,
): void {
  if (manifest === null) return;
  const short = manifest.counts.discarded['question: too-few-pairs'] ?? 0;
  if (short > 0) warn(`the captures have too few usable pairs: ${short} questions fewer than asked for.`);
  if (testQuestions > 0 && testCaptures === 0) {
    warn('a single capture cannot be divided: there is no test split.');
  }
}

async function readConfig({ recipe, profile, seed, set, assets, front }: Options): Promise<GenerateConfig> {
  if (recipe === undefined) {
    throw new ConfigError('nothing-to-generate', 'Neither --recipe nor --captures is given.', {
      remedy:
        'Give --recipe recipes/nano/recipe.yaml to render scenes, or --captures ROOT to pair photographs.',
    });
  }
  const config = await loadRecipe(recipe, 'generate', GenerateConfigSchema, [
    ...set,
    ...override({ profile, seed, 'assets.folder': assets, 'assets.front': front }),
  ]);
  requireViews(config.pairKinds, 'pairKinds', recipe);
  requireViews(config.singleKinds, 'singleKinds', recipe);
  requireViews(config.multiKinds, 'multiKinds', recipe);
  requireViews(config.movedKinds, 'movedKinds', recipe);
  return config;
}

async function readCaptureConfig(options: Options): Promise<CaptureSetConfig> {
  const { recipe, set, profile, seed, kinds } = options;
  const number = (flag: string, text: string | undefined, min: number): number | undefined =>
    text === undefined ? undefined : wholeNumber(flag, text, min);
  const flags = {
    ...{ profile, seed, name: options.name ?? (recipe === undefined ? profile : undefined) },
    pairs: number('--pairs', options.pairs, 1),
    testQuestions: number('--test', options.test, 0),
    questionsPerPair: number('--questions-per-pair', options.questionsPerPair, 1),
    imageSizePx: number('--image-size', options.imageSize, 16),
    kinds: commaList(kinds),
  };
  if (recipe !== undefined) {
    return loadRecipe(recipe, 'captures', CaptureSetConfigSchema, [...set, ...override(flags)]);
  }
  if (set.length > 0) {
    throw new ConfigError('set-without-recipe', '--set overrides keys of a recipe, and none is given.', {
      remedy: 'Give --recipe with a "captures" section, or use the flags.',
    });
  }
  return resolveConfig('parallax generate', flags, CaptureSetConfigSchema);
}

function override(values: Readonly<Record<string, unknown>>): string[] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}

/** @throws ConfigError `unknown-kind`, or `wrong-kind` for one that takes another number of views. */
function requireViews(kinds: readonly string[], key: string, recipe: string): void {
  for (const kind of kinds) {
    const { views, ofMoved } = kindOf(kind);
    const still = views === 1 ? 'singleKinds' : views === 2 ? 'pairKinds' : 'multiKinds';
    const right = ofMoved === true ? 'movedKinds' : still;
    if (right === key) continue;
    throw new ConfigError(
      'wrong-kind',
      `${recipe}: generate: key "${key}": ${kind} is not asked there (${views} views).`,
      { remedy: `Move it to "${right}".` },
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
