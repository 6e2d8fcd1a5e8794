/** `parallax train STAGE --plan`: what a recipe's section will need, without a data set and without its base's weights. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { loadRecipe, type VerbResult } from '@parallax/lab/node';
import {
  configForTokenizer,
  type GrpoConfig,
  type ModelConfig,
  modelSize,
  type PlanAssumptions,
  PlannedRecipeSchema,
  planTraining,
  readModelConfig,
  type SftConfig,
  type TrainingPlan,
} from '@parallax/trainer';

export interface PlanRunOptions {
  readonly recipe: string;
  readonly stage: 'sft' | 'grpo';
  readonly config: SftConfig | GrpoConfig;
  /** As written: `80GB`. */
  readonly deviceMemory: string | undefined;
  /** Of the device, as written; undefined = measure this machine. */
  readonly deviceGflops: string | undefined;
  readonly measure: () => Promise<number>;
}

/** @throws ConfigError `bad-device`, `plan-model-missing` */
export async function planRun(options: PlanRunOptions): Promise<VerbResult> {
  const { recipe, stage, config, deviceMemory, deviceGflops } = options;
  const assumptions = await assumptionsOf(recipe);
  const deviceBytes = deviceMemory === undefined ? null : parseBytes(deviceMemory);
  const given = deviceGflops === undefined ? null : Number(deviceGflops);
  if (given !== null && !(given > 0)) throw badDevice('--device-gflops', String(deviceGflops), '990000');
  const model = await modelOf(recipe, config, assumptions);
  const gflops = given ?? (await options.measure());
  const plan = planTraining({ stage, config, model, assumptions, deviceBytes, gflops });
  return { result: { ...plan }, text: asText(plan) };
}

/** The recipe's section `plan`, and the size that its pictures are drawn in. */
async function assumptionsOf(recipe: string): Promise<PlanAssumptions> {
  const { plan, generate } = await loadRecipe(recipe, undefined, PlannedRecipeSchema);
  const side = generate?.imageSizePx;
  return side === undefined || plan.imageSizePx !== null
    ? plan
    : { ...plan, imageSizePx: { width: side, height: side } };
}

async function modelOf(
  recipe: string,
  config: SftConfig | GrpoConfig,
  assumed: PlanAssumptions,
): Promise<ModelConfig> {
  if (assumed.model !== null) return sized(assumed.model, assumed);
  if (config.base !== null) {
    const folder = resolve(recipe, '..', config.base);
    if (existsSync(join(folder, 'config.json'))) return readModelConfig(folder);
  }
  if ('model' in config && config.base === null) return sized(config.model, assumed);
  throw new ConfigError(
    'plan-model-missing',
    `${recipe} does not say which shape its base ${config.base} has.`,
    {
      remedy: 'Set plan.model to a size (nano, micro, 3b, 7b), or give --base FOLDER with a config.json.',
    },
  );
}

/** A small size takes its vocabulary from a tokenizer: assumed here. */
function sized(name: string, { vocabSize }: PlanAssumptions): ModelConfig {
  const size = modelSize(name);
  if (size.vocabSize > 1) return size;
  const ids = { imageTokenId: 0, videoTokenId: 0, visionStartTokenId: 0, visionEndTokenId: 0 };
  return configForTokenizer(size, { ...ids, vocabSize, padTokenId: 0, eosTokenIds: [] });
}

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MIB: 2 ** 20, GIB: 2 ** 30 };

function parseBytes(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)\s*([MG]i?B)$/i.exec(text) ?? [];
  const bytes = Number(number) * (UNITS[unit.toUpperCase()] ?? 0);
  if (bytes > 0) return bytes;
  throw badDevice('--device-memory', text, '80GB');
}

function badDevice(flag: string, text: string, example: string): ConfigError {
  return new ConfigError('bad-device', `${flag} ${text} cannot be read.`, {
    remedy: `Write it as ${example}.`,
  });
}

function asText(plan: TrainingPlan): string {
  const gb = (bytes: number): string => `${(bytes / 1e9).toPrecision(3)} GB`;
  const { parameters, bytes, device, assumptions } = plan;
  const rows: [string, string][] = [
    ['parameters', `${parameters.total} (${parameters.trainable} trainable), ${plan.precision} products`],
    ['weights', gb(bytes.weights + bytes.reference)],
    ['gradients', gb(bytes.gradients)],
    ['optimizer', gb(bytes.optimizer)],
    ['activations', `${gb(bytes.activations)} (${gb(bytes.activationsRecomputed)} with recompute)`],
    ['peak', `${gb(bytes.peak)} (${gb(bytes.peakRecomputed)} with recompute)`],
    [
      'a step',
      `${plan.rowsPerStep} rows of ${plan.rowTokens} tokens, ${(plan.flopsPerStep / 1e12).toPrecision(3)} TFLOP`,
    ],
    [
      'time',
      `${plan.steps} steps of ${plan.secondsPerStep.toPrecision(3)} s, ${plan.hours.toPrecision(3)} h at ${plan.gflops} GFLOP/s`,
    ],
    ['assumed', JSON.stringify(assumptions)],
  ];
  if (device !== null) {
    const answer = device.fits
      ? 'fits'
      : device.fitsRecomputed
        ? 'fits with recompute: true'
        : 'does not fit';
    rows.push(['device', `${gb(device.bytes)}: ${answer}`]);
  }
  return rows.map(([name, value]) => `${name.padEnd(12)} ${value}`).join('\n');
}
