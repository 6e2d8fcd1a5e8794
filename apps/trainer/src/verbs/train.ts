/** parallax train: a vision tower from masks (segmentation), supervised fine-tuning (sft) or reinforcement learning (grpo) of one model. */
import { relative, resolve } from 'node:path';
import { openDataset } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import type { Verb, VerbContext, VerbResult } from '@parallax/lab/node';
import {
  BACKEND_CHOICES,
  type BackendChoice,
  type BackendInfo,
  backendLine,
  initBackend,
  type MetricsLine,
  modelFolder,
  readResult,
  type TrainingResult,
} from '@parallax/trainer';
import { type ProfileFlags, profileHooks } from '../training/profile-hooks.ts';
import { checkFinishedRun, type RunSettings } from '../training/run-identity.ts';
import { grpoStage } from '../training/stages/grpo-stage.ts';
import { segmentationStage } from '../training/stages/segmentation-stage.ts';
import { sftStage } from '../training/stages/sft-stage.ts';
import { besideRecipe, type Stage, type StageConfig } from '../training/stages/stage.ts';
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
    return await STAGES[stage](flags, context);
  },
};
export default verb;

/** Where the section is read, its kind of config is known, and stays known. */
const STAGES = {
  segmentation: (flags: Flags, context: VerbContext) => train(segmentationStage, flags, context),
  sft: (flags: Flags, context: VerbContext) => train(sftStage, flags, context),
  grpo: (flags: Flags, context: VerbContext) => train(grpoStage, flags, context),
};

async function train<Config extends StageConfig>(
  stage: Stage<Config>,
  flags: Flags,
  context: VerbContext,
): Promise<VerbResult> {
  const overrides = [
    ...flags.set,
    ...(['base', 'vision'] as const).flatMap((key) =>
      flags[key] === undefined ? [] : [`${key}=${JSON.stringify(flags[key])}`],
    ),
  ];
  const written = await stage.load(flags.recipe, overrides);
  if (flags.plan === true) return await plan(stage, written, flags, context);
  for (const name of ['dataset', 'out'] as const) {
    if (flags[name] !== undefined) continue;
    throw new ConfigError('option-missing', `Training needs --${name} <folder>.`, {
      remedy: 'Give it, or --plan to see what the training would need.',
    });
  }
  const record = (given: string | undefined, inRecipe: string | null) =>
    recordedModel(flags, given, inRecipe, (line) => context.warn(line));
  const config: Config = {
    ...written,
    base: await record(flags.base, written.base),
    ...('vision' in written && { vision: await record(flags.vision, written.vision) }),
  };
  const { manifest } = await openDataset(flags.dataset);
  const settings: RunSettings = { stage: stage.name, config, datasetDigests: [manifest.digest] };
  await checkFinishedRun(flags.out, settings);
  const finished = await readResult(flags.out);
  if (finished !== null) {
    context.log(`${flags.out} has already been trained; nothing to do.`);
    return outcome(flags.out, finished);
  }
  const backend = await startBackend(flags.backend, config.precision, context);
  const progress = context.progress(stage.name, config.steps);
  const profile = profileHooks(flags, backend, {
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
  });
  const { recipe, dataset, out: runFolder } = flags;
  const { hooks } = profile;
  try {
    const { result } = await stage.train({ config, recipe, dataset, runFolder, settings, backend, hooks });
    progress.finish();
    return outcome(runFolder, result);
  } finally {
    for (const line of await profile.finish()) context.log(line);
  }
}

/** @throws ConfigError `plan-stage` for a stage without plans. */
async function plan<Config extends StageConfig>(
  stage: Stage<Config>,
  written: Config,
  { recipe, base, backend, deviceMemory, deviceGflops }: Flags,
  context: VerbContext,
): Promise<VerbResult> {
  if (stage.plan === null) {
    throw new ConfigError('plan-stage', `There are no plans of ${stage.name}, only of sft and grpo.`, {
      remedy: 'Leave --plan out: a vision tower learns in minutes.',
    });
  }
  const measure = async () => (await startBackend(backend, written.precision, context)).gflops;
  // A base of the command line is meant from here, one of the recipe from there.
  const config = { ...written, base: base === undefined ? written.base : resolve(base) };
  return await stage.plan(config, { recipe, deviceMemory, deviceGflops, measure });
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
  const folder = await modelFolder(resolve(given ?? besideRecipe(flags.recipe, written)), warn);
  return relative(resolve(flags.out), folder);
}

async function startBackend(
  name: Flags['backend'],
  precision: StageConfig['precision'],
  context: VerbContext,
): Promise<BackendInfo> {
  const onWarning = (message: string) => context.warn(message);
  const backend = await initBackend({ backend: name, precision, onWarning });
  context.log(backendLine(backend));
  return backend;
}

function outcome(run: string, result: TrainingResult): VerbResult {
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
