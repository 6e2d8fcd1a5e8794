/** parallax train: a vision tower from masks (segmentation), supervised fine-tuning (sft) or reinforcement learning (grpo) of one model. */
import { dirname, relative, resolve } from 'node:path';
import { openDataset } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import { loadRecipe, type Verb, type VerbContext } from '@parallax/lab/node';
import {
  BACKEND_CHOICES,
  type BackendChoice,
  type BackendInfo,
  backendLine,
  type FinishedRun,
  type GrpoConfig,
  GrpoConfigSchema,
  initBackend,
  type MetricsLine,
  modelDigest,
  modelFolder,
  type RunHooks,
  readResult,
  runGrpo,
  runSft,
  SegmentationConfigSchema,
  type SftConfig,
  SftConfigSchema,
  type TrainingResult,
} from '@parallax/trainer';
import { planRun } from '../training/plan-run.ts';
import { type ProfileFlags, profileHooks } from '../training/profile-hooks.ts';
import { grpoTasks } from '../training/questions/grpo-tasks.ts';
import { sftSources } from '../training/questions/sft-sources.ts';
import { openTrainingSet } from '../training/questions/training-set.ts';
import { checkFinishedRun, describeRun, type RunSettings } from '../training/run-identity.ts';
import { trainSegmentation } from '../training/segmentation/train-segmentation.ts';
import { loadBase, startModel, takeVision } from '../training/start-model.ts';
import { boundYoungGeneration } from '../training/young-generation.ts';

interface Flags extends ProfileFlags {
  readonly recipe: string;
  readonly dataset: string;
  readonly base?: string;
  readonly vision?: string;
  readonly set: readonly string[];
  readonly backend: BackendChoice;
  readonly plan?: boolean;
  readonly deviceMemory?: string;
  readonly deviceGflops?: string;
}

interface Job<Config> {
  readonly flags: Flags;
  readonly config: Config;
  readonly settings: RunSettings;
  readonly backend: BackendInfo;
  readonly hooks: RunHooks;
  readonly warn: (line: string) => void;
}

const verb: Verb = {
  name: 'train',
  summary: 'Train a model on a data set: segmentation, sft or grpo; run again to resume',
  configure: (command) => {
    command
      .argument('<stage>', 'segmentation, sft or grpo: the section of the recipe')
      .requiredOption('--recipe <file>', 'recipe.yaml')
      .option('--dataset <folder>', 'data set to learn from (its train split)')
      .option('--out <folder>', 'run folder, for example out/lab/runs/sft')
      .option('--base <folder>', 'model or run to start from, in place of the recipe’s base')
      .option('--vision <folder>', 'sft: model or run whose vision tower replaces the start model’s')
      .option('--set <key=value>', 'override a value of the section; repeatable', collect, [])
      .option('--plan', 'print parameters, memory, work and time of the training; nothing is trained')
      .option('--device-memory <size>', 'with --plan: whether it fits, for example 80GB')
      .option('--device-gflops <number>', 'with --plan: rate of the device; default: this one’s, measured')
      .option('--backend <name>', BACKEND_CHOICES.join(', '), 'auto')
      .option(
        '--profile [steps]',
        'time every operation of the first steps (3), as a Chrome trace in the run',
      );
  },
  run: async (args, options, context) => {
    // Commander fills these from the declarations above.
    const flags = options as unknown as Flags;
    const stage = args[0];
    if (stage !== 'segmentation' && stage !== 'sft' && stage !== 'grpo') {
      throw new ConfigError('unknown-stage', `There is no training stage "${stage}".`, {
        remedy: 'Use: parallax train segmentation, sft or grpo ...',
      });
    }
    const overrides = [
      ...flags.set,
      ...(['base', 'vision'] as const).flatMap((key) =>
        flags[key] === undefined ? [] : [`${key}=${JSON.stringify(flags[key])}`],
      ),
    ];
    const written =
      stage === 'segmentation'
        ? await loadRecipe(flags.recipe, stage, SegmentationConfigSchema, overrides)
        : stage === 'sft'
          ? await loadRecipe(flags.recipe, stage, SftConfigSchema, overrides)
          : await loadRecipe(flags.recipe, stage, GrpoConfigSchema, overrides);
    if (flags.plan === true) {
      if (stage === 'segmentation' || 'partsPerSide' in written) throw noPlan();
      const measure = async () => (await startBackend(flags.backend, written.precision, context)).gflops;
      const { recipe, deviceMemory, deviceGflops } = flags;
      // A base of the command line is meant from here, one of the recipe from there.
      const config = { ...written, base: flags.base === undefined ? written.base : resolve(flags.base) };
      return planRun({ recipe, stage, config, deviceMemory, deviceGflops, measure });
    }
    for (const name of ['dataset', 'out'] as const) {
      if (flags[name] !== undefined) continue;
      throw new ConfigError('option-missing', `Training needs --${name} <folder>.`, {
        remedy: 'Give it, or --plan to see what the training would need.',
      });
    }
    const record = (given: string | undefined, inRecipe: string | null) =>
      recordedModel(flags, given, inRecipe, context.warn);
    const config = {
      ...written,
      base: await record(flags.base, written.base),
      ...('vision' in written && { vision: await record(flags.vision, written.vision) }),
    };
    const { manifest } = await openDataset(flags.dataset);
    const settings: RunSettings = { stage, config, datasetDigests: [manifest.digest] };
    await checkFinishedRun(flags.out, settings);
    const finished = await readResult(flags.out);
    if (finished !== null) {
      context.log(`${flags.out} has already been trained; nothing to do.`);
      return outcome(flags.out, finished);
    }
    const backend = await startBackend(flags.backend, config.precision, context);
    const progress = context.progress(stage, config.steps);
    const hooks: RunHooks = {
      onStart: (step) => {
        if (step > 0) context.log(`resuming after step ${step}`);
        progress.startAt(step);
      },
      onStep: (line) => {
        progress.set(line.step, note(line));
        boundYoungGeneration();
      },
      onWarning: (message) => context.warn(message),
      signal: context.signal,
    };
    const profile = profileHooks(flags, backend, hooks);
    const job = {
      flags,
      settings,
      backend,
      hooks: profile.hooks,
      warn: (line: string) => context.warn(line),
    };
    try {
      const { result } =
        'partsPerSide' in config
          ? await trainSegmentation({
              ...{ ...job, config, dataset: flags.dataset, runFolder: flags.out },
              tokenizerFolder: besideRecipe(flags, config.tokenizer),
            })
          : 'sources' in config
            ? await trainSft({ ...job, config })
            : await trainGrpo({ ...job, config });
      progress.finish();
      return outcome(flags.out, result);
    } finally {
      for (const line of await profile.finish()) context.log(line);
    }
  },
};
export default verb;

async function trainSft(job: Job<SftConfig>): Promise<FinishedRun> {
  const { config, flags } = job;
  const kinds = [...new Set(config.sources.flatMap((source) => source.kinds))];
  const set = await openTrainingSet(flags.dataset, kinds);
  const start = await startModel(config, besideRecipe(flags, config.tokenizer), flags.out);
  if (config.vision !== null) await takeVision(start.model, resolve(flags.out, config.vision));
  const random = config.base === null && config.vision === null;
  const parent = random ? null : modelDigest(start.model);
  return runSft({
    ...start,
    ...job.hooks,
    config,
    runFolder: flags.out,
    run: describeRun(flags.out, job.settings, parent, job.backend),
    sources: sftSources(set, config.sources, config.seed),
  });
}

async function trainGrpo(job: Job<GrpoConfig>): Promise<FinishedRun> {
  const { config, flags } = job;
  if (config.base === null) {
    throw new ConfigError('base-missing', 'GRPO needs a model to start from.', {
      remedy: 'Give --base FOLDER, for example the run folder of the SFT stage.',
    });
  }
  const set = await openTrainingSet(flags.dataset, config.kinds);
  const tasks = grpoTasks(set, config.reward);
  const base = resolve(flags.out, config.base);
  const start = await loadBase(base);
  return runGrpo({
    ...start,
    ...job.hooks,
    config,
    runFolder: flags.out,
    run: describeRun(flags.out, job.settings, modelDigest(start.model), job.backend),
    ...(config.lora === null ? { reference: (await loadBase(base)).model } : {}),
    tasks,
  });
}

/**
 * A start model's folder as the run's record names it: relative to the run, so that however the folder was written
 * (a run, its checkpoint, from another folder) the same model is the same config, and a lab may be moved as a whole.
 * Folders in a recipe are relative to it; those on the command line to where it is given.
 */
async function recordedModel(
  flags: Flags,
  given: string | undefined,
  written: string | null,
  warn: (message: string) => void,
): Promise<string | null> {
  if (written === null) return null;
  const folder = await modelFolder(resolve(given ?? besideRecipe(flags, written)), warn);
  return relative(resolve(flags.out), folder);
}

function besideRecipe<Path extends string | null>(flags: Flags, path: Path): Path | string {
  return path === null ? path : resolve(dirname(flags.recipe), path);
}

function noPlan(): ConfigError {
  return new ConfigError('plan-stage', 'There are plans of sft and grpo alone; segmentation has none.', {
    remedy: 'Leave --plan out: a vision tower learns in minutes.',
  });
}

async function startBackend(
  name: Flags['backend'],
  precision: SftConfig['precision'],
  context: VerbContext,
): Promise<BackendInfo> {
  const onWarning = (message: string) => context.warn(message);
  const backend = await initBackend({ backend: name, precision, onWarning });
  context.log(backendLine(backend));
  return backend;
}

function outcome(run: string, result: TrainingResult): { result: Record<string, unknown>; text: string } {
  const { finalCheckpoint, weightsDigest, steps, seconds, metrics } = result;
  const checkpoint = `${run}/${finalCheckpoint}`;
  return {
    result: { run, checkpoint, weightsDigest, steps, seconds, metrics },
    text: `${checkpoint}\n${steps} steps, ${seconds.toFixed(0)} s, ${note(metrics)}, weights ${weightsDigest.slice(0, 12)}`,
  };
}

function note(line: MetricsLine): string {
  const keys = ['loss', 'reward', 'kl'].filter((key) => line[key] !== undefined);
  return keys.map((key) => `${key} ${line[key]!.toPrecision(3)}`).join(' ');
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
