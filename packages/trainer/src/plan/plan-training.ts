/** What a training will need: parameters, memory, work and time, from its config and stated assumptions alone. */
import { targetMatrices } from '../lora/index.ts';
import type { ModelConfig } from '../model/index.ts';
import { inVisionTower } from '../model/vision-names.ts';
import { isHiddenMatrix } from '../optimizer/muon/muon.ts';
import type { GrpoConfig, SftConfig } from '../schema.ts';
import { parameterShapes } from '../weights/parameter-shapes.ts';
import { activationBytes, cacheBytes } from './count-memory.ts';
import { forwardWork, trainingWork } from './count-work.ts';
import { type PlanAssumptions, rowShape } from './shape-of-step.ts';

/** Resident before a step: Node, TensorFlow and its thread pools; 440 to 453 MB after `initBackend` on two cores. */
export const RUNTIME_BYTES = 450e6;
/**
 * AdamW joins parameters in buckets of this size and holds fifteen vectors of one at a time. The allocator does not lend
 * that memory to activations, whose blocks have other sizes: both count.
 */
const BUCKET = { size: 1 << 22, vectors: 15 };

export interface PlanOptions {
  readonly stage: 'sft' | 'grpo';
  readonly config: SftConfig | GrpoConfig;
  readonly model: ModelConfig;
  readonly assumptions: PlanAssumptions;
  /** Bytes of the device; null = unknown. */
  readonly deviceBytes: number | null;
  /** 10^9 floating-point operations a second of the device. */
  readonly gflops: number;
}

export interface TrainingPlan {
  readonly stage: string;
  readonly parameters: { readonly total: number; readonly trainable: number };
  readonly bytes: {
    readonly weights: number;
    readonly reference: number;
    readonly gradients: number;
    readonly optimizer: number;
    /** Matrices with their adapter added, held during a step. */
    readonly adapted: number;
    readonly activations: number;
    readonly activationsRecomputed: number;
    readonly cache: number;
    readonly runtime: number;
    readonly peak: number;
    readonly peakRecomputed: number;
  };
  readonly rowTokens: number;
  readonly rowsPerStep: number;
  readonly tokensPerStep: number;
  readonly flopsPerStep: number;
  readonly steps: number;
  readonly secondsPerStep: number;
  readonly hours: number;
  readonly epochs: number | null;
  readonly device: {
    readonly bytes: number;
    readonly fits: boolean;
    readonly fitsRecomputed: boolean;
  } | null;
  readonly gflops: number;
  readonly precision: string;
  readonly assumptions: PlanAssumptions & { readonly answerTokens: number };
}

export function planTraining(options: PlanOptions): TrainingPlan {
  const { config, model, assumptions, gflops } = options;
  const batch = batchOf(config);
  const answerTokens = assumptions.answerTokens ?? batch.answerTokens;
  const row = rowShape(model, assumptions, answerTokens);
  const { total, trainable, adapted, moments } = countParameters(model, config);
  const learnsVision = !config.freezeVision && (config.lora === null || adaptsVision(model, config));
  const memory = (recompute: boolean) => {
    return activationBytes(model, row, { rows: batch.microRows, recompute, learnsVision });
  };
  const isGrpo = batch.sampled > 0;
  const work = forwardWork(model, row);
  const pass = work.vision + work.decoder + work.head;
  const { recompute, freezeVision } = config;
  const training = trainingWork(work, { adapter: config.lora !== null, freezeVision, recompute });
  // A rollout step: decoding costs a pass over the row, then the reference's pass, and the old policy's with several mini-batches.
  const flopsPerStep = batch.rows * (training + batch.measuringPasses * pass);
  const weights = 4 * total;
  const bytes = {
    weights,
    reference: isGrpo && config.lora === null ? weights : 0,
    gradients: 4 * trainable * (batch.microBatches > 1 ? 2 : 1),
    optimizer: 4 * moments,
    adapted: 3 * 4 * adapted,
    activations: memory(false),
    activationsRecomputed: memory(true),
    cache: isGrpo ? cacheBytes(model, batch.sampled, row.tokens) : 0,
    runtime: RUNTIME_BYTES,
  };
  const fixed = bytes.weights + bytes.reference + bytes.optimizer + bytes.runtime;
  const largest = Math.min(trainable, Math.max(BUCKET.size, model.vocabSize * model.hiddenSize));
  const updating = 4 * trainable + 4 * BUCKET.vectors * largest;
  const peak = (activations: number): number =>
    fixed + updating + Math.max(bytes.gradients + bytes.adapted + activations, bytes.cache + bytes.adapted);
  const secondsPerStep = flopsPerStep / (gflops * 1e9 * assumptions.utilisation);
  const peaks = { peak: peak(bytes.activations), peakRecomputed: peak(bytes.activationsRecomputed) };
  const { deviceBytes } = options;
  return {
    stage: options.stage,
    parameters: { total, trainable },
    bytes: { ...bytes, ...peaks },
    rowTokens: row.tokens,
    rowsPerStep: batch.rows,
    tokensPerStep: batch.rows * row.tokens,
    flopsPerStep,
    steps: config.steps,
    secondsPerStep,
    hours: (secondsPerStep * config.steps) / 3600,
    epochs: assumptions.questions === null ? null : (config.steps * batch.questions) / assumptions.questions,
    device:
      deviceBytes === null
        ? null
        : {
            bytes: deviceBytes,
            fits: peaks.peak <= deviceBytes,
            fitsRecomputed: peaks.peakRecomputed <= deviceBytes,
          },
    gflops,
    precision: config.precision,
    assumptions: { ...assumptions, vocabSize: model.vocabSize, answerTokens },
  };
}

interface Batch {
  readonly rows: number;
  readonly questions: number;
  readonly microRows: number;
  readonly microBatches: number;
  readonly answerTokens: number;
  /** Rows decoded side by side; 0 without rollouts. */
  readonly sampled: number;
  /** Passes over every row without a gradient. */
  readonly measuringPasses: number;
}

function batchOf(config: SftConfig | GrpoConfig): Batch {
  if ('sources' in config) {
    const rows = config.batchSize * config.gradientAccumulation;
    const sft = { answerTokens: 32, sampled: 0, measuringPasses: 0 };
    return {
      ...sft,
      rows,
      questions: rows,
      microRows: config.batchSize,
      microBatches: config.gradientAccumulation,
    };
  }
  const rows = config.promptsPerStep * config.groupSize;
  const mini = Math.min(config.miniBatchSize ?? rows, rows);
  const microRows = Math.min(config.microBatchSize ?? mini, mini);
  return {
    rows,
    questions: config.promptsPerStep,
    microRows,
    microBatches: Math.ceil(mini / microRows),
    answerTokens: config.maxNewTokens,
    sampled: Math.min(config.sampleBatchSize, rows),
    measuringPasses: mini < rows ? 3 : 2,
  };
}

function countParameters(
  model: ModelConfig,
  config: SftConfig | GrpoConfig,
): { total: number; trainable: number; adapted: number; moments: number } {
  let [total, trainable, adapted, moments] = [0, 0, 0, 0];
  const learns = (size: number, hidden: boolean): void => {
    trainable += size;
    // Muon remembers the momentum of a matrix alone, AdamW two moments.
    moments += size * (config.optimizer.name === 'muon' && hidden ? 1 : 2);
  };
  const shapes = parameterShapes(model);
  const targets = new Set(adaptedMatrices(model, config));
  for (const [name, shape] of shapes) {
    const size = shape.reduce((a, b) => a * b, 1);
    total += size;
    if (config.lora === null) {
      if (!(config.freezeVision && inVisionTower(name))) learns(size, isHiddenMatrix(name, shape));
    } else if (targets.has(name)) {
      adapted += size;
      learns(config.lora.rank * (shape[0]! + shape[1]!), true); // matrices
    }
  }
  return { total, trainable, adapted, moments };
}

function adaptedMatrices(model: ModelConfig, { lora, freezeVision }: SftConfig | GrpoConfig): string[] {
  if (lora === null) return [];
  const parameters = new Map([...parameterShapes(model)].map(([name, shape]) => [name, { shape }]));
  const names = targetMatrices({ parameters }, lora.targetModules);
  return freezeVision ? names.filter((name) => !inVisionTower(name)) : names;
}

function adaptsVision(model: ModelConfig, config: SftConfig | GrpoConfig): boolean {
  return adaptedMatrices(model, config).some((name) => inVisionTower(name));
}
