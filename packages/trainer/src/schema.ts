/** Configs and records of training. zod only. */
import { ProvenanceSchema, Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';
import { lossNames } from './grpo/losses/registry.ts';

export const OptimizerConfigSchema = z.strictObject({
  /** muon: orthogonal updates for the matrices of the blocks, AdamW for all else (optimizer/muon). */
  name: z.enum(['adamw', 'muon']).default('adamw'),
  /** Of muon's matrices. */
  momentum: z.number().min(0).lt(1).default(0.95),
  /** How many times the learning rate muon's matrices take (a small model learns fastest at about 4, docs/LOG.md). */
  matrixRate: z.number().positive().default(1),
  learningRate: z.number().positive().default(1e-3),
  beta1: z.number().min(0).max(1).default(0.9),
  beta2: z.number().min(0).max(1).default(0.95),
  epsilon: z.number().positive().default(1e-8),
  weightDecay: z.number().min(0).default(0.01),
  /** Global norm; null = no clipping. */
  maxGradNorm: z.number().positive().nullable().default(1),
  schedule: z.enum(['constant', 'linear', 'cosine']).default('cosine'),
  warmupSteps: z.int().nonnegative().default(50),
  /** Learning rate at the end as a share of the peak. */
  finalShare: z.number().min(0).max(1).default(0.05),
});
export type OptimizerConfig = z.infer<typeof OptimizerConfigSchema>;

/** Places for a run's metrics; metrics.jsonl is what resume and the reports read, so it is always among them. */
export const MetricsWritersSchema = z
  .array(z.enum(['jsonl', 'tensorboard', 'wandb']))
  .refine((names) => names.includes('jsonl'), 'must contain jsonl: resume and reports read metrics.jsonl')
  .default(['jsonl']);
export type MetricsWriterName = z.infer<typeof MetricsWritersSchema>[number];

/** bf16: matrix products in bfloat16 with float32 sums; weights, gradients and optimizer stay float32. */
const PrecisionSchema = z.enum(['float32', 'bf16']).default('float32');

/** Low-rank adapters (arXiv 2106.09685) in PEFT's terms: the base is frozen, W + s B A computes. */
export const LoraConfigSchema = z.strictObject({
  rank: z.int().positive(),
  alpha: z.number().positive(),
  /** Names of modules, or every linear module of the language model and the vision tower. */
  targetModules: z
    .union([z.literal('all-linear'), z.array(z.string()).min(1)])
    .default(['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']),
  /** s = alpha / sqrt(rank) in place of alpha / rank. */
  rslora: z.boolean().default(false),
});
export type LoraConfig = z.infer<typeof LoraConfigSchema>;

/** An adapter over the base is trained, and checkpoints hold it alone; null = the base's own parameters are. */
const LoraSectionSchema = LoraConfigSchema.nullable().default(null);

/** One supervised source: which questions, put how, drawn with which probability. */
export const SftSourceSchema = z
  .strictObject({
    kinds: z.array(z.string()).min(1),
    style: z.enum(['letter', 'chain']),
    probability: z.number().positive(),
    /**
     * Share of its chains of two photos whose first list of places is made up: look-ups and differences are learnt from
     * them, and nothing that only the photos tell. Another draw each time a question comes up.
     */
    counterfactual: z.number().min(0).max(1).default(0),
    /** false: without their photos, and of a chain only what follows from its lists of places: what text alone teaches. */
    photos: z.boolean().default(true),
  })
  .refine(({ style, counterfactual }) => style === 'chain' || counterfactual === 0, {
    path: ['counterfactual'],
    message: 'Only chains can be made up: give style "chain", or leave it out',
  });
export type SftSource = z.infer<typeof SftSourceSchema>;

export const SftConfigSchema = z.strictObject({
  /** Folder of the start model, or null to initialise `model` at random. */
  base: z.string().nullable(),
  /** Folder whose vision tower replaces the start model's: eyes and language learnt apart are joined by this training. */
  vision: z.string().nullable().default(null),
  /** Size name under packages/trainer (nano, micro) when base is null. */
  model: z.string().default('nano'),
  /** Folder of a trained tokenizer with its processor files; required when base is null, else the base's own. */
  tokenizer: z.string().nullable().default(null),
  seed: z.int().default(1),
  steps: z.int().positive(),
  /** Examples in memory at once; a step learns from batchSize * gradientAccumulation of them. */
  batchSize: z.int().positive(),
  /** Micro-batches a step; their gradient is the mean over all their supervised tokens, as of one large batch. */
  gradientAccumulation: z.int().positive().default(1),
  optimizer: OptimizerConfigSchema.prefault({}),
  /** Hybrid cold start: probabilities are normalised, e.g. letters 0.9 and chains 0.1. */
  sources: z.array(SftSourceSchema).min(1),
  interleave: z.enum(['interleave_under', 'interleave_over']).default('interleave_over'),
  /** How much a token of the answer counts in the loss, beside 1 for a token of the chain. */
  answerWeight: z.number().positive().default(1),
  freezeVision: z.boolean().default(false),
  lora: LoraSectionSchema,
  checkpointEverySteps: z.int().positive().default(100),
  keepCheckpoints: z.int().positive().default(2),
  /** Where metrics go. Not part of what makes a run the same: a resumed run may name others. */
  writers: MetricsWritersSchema,
  /** Steps between calls of the evaluation hook, when the caller gives one. */
  evaluateEverySteps: z.int().positive().default(100),
  /** Tokens of the longest conversation, images included; a longer one is an error, never cut. */
  maxLength: z.int().positive().default(512),
  /** Blocks are computed again for their gradient instead of kept: the same weights, less memory, about a third more work. */
  recompute: z.boolean().default(false),
  precision: PrecisionSchema,
});
export type SftConfig = z.infer<typeof SftConfigSchema>;

export const SegmentationConfigSchema = z.strictObject({
  /** Folder of the model whose vision tower goes on learning, or null to initialise `model` at random. */
  base: z.string().nullable().default(null),
  /** Size name under packages/trainer (nano, micro) when base is null. */
  model: z.string().default('nano'),
  /** Folder of a trained tokenizer with its processor files; required when base is null, else the base's own. */
  tokenizer: z.string().nullable().default(null),
  seed: z.int().default(1),
  steps: z.int().positive(),
  /** Photos a step. */
  batchSize: z.int().positive().default(64),
  /** Parts a side into which the photo of one image token is cut; of each part the share of every class is predicted. */
  partsPerSide: z.int().positive().default(4),
  /** The same for where its instances have their middle and how large they are. */
  instancePartsPerSide: z.int().positive().default(2),
  optimizer: OptimizerConfigSchema.prefault({}),
  checkpointEverySteps: z.int().positive().default(100),
  keepCheckpoints: z.int().positive().default(2),
  /** Where metrics go. Not part of what makes a run the same: a resumed run may name others. */
  writers: MetricsWritersSchema,
  precision: PrecisionSchema,
});
export type SegmentationConfig = z.infer<typeof SegmentationConfigSchema>;

export const GrpoConfigSchema = z.strictObject({
  /** Folder of the policy to start from (also the reference policy). */
  base: z.string().nullable(),
  seed: z.int().default(1),
  steps: z.int().positive(),
  kinds: z.array(z.string()).min(1),
  promptsPerStep: z.int().positive().default(8),
  groupSize: z.int().min(2).default(8),
  /** Rollouts per optimizer step; null = all. */
  miniBatchSize: z.int().positive().nullable().default(null),
  /** Rollouts in memory at once in an update; null = the mini-batch. Does not change the numbers. */
  microBatchSize: z.int().positive().nullable().default(32),
  /** Rollouts decoded side by side. */
  sampleBatchSize: z.int().positive().default(128),
  /** Most tokens of a rollout that the policy writes, over all its turns. */
  maxNewTokens: z.int().positive().default(96),
  temperature: z.number().positive().default(1),
  topP: z.number().positive().max(1).default(1),
  topK: z.int().nonnegative().default(0),
  reward: z.string().default('actial'),
  advantage: z.enum(['grpo', 'dr_grpo', 'rloo', 'reinforce_plus_plus', 'batch']).default('grpo'),
  /**
   * grpo and gspo as verl computes them; trl_grpo, dr_grpo, dapo, bnpo and cispo as TRL does, where the name fixes the
   * aggregation and the dual clip plays no part.
   */
  loss: z.enum(lossNames).default('grpo'),
  /** Tokens to one number: of the policy loss under "grpo", of the KL term under "grpo" and "gspo". */
  aggregation: z
    .enum(['token-mean', 'seq-mean-token-sum', 'seq-mean-token-mean', 'seq-mean-token-sum-norm'])
    .default('token-mean'),
  clipEpsilonLow: z.number().positive().default(0.2),
  clipEpsilonHigh: z.number().positive().default(0.2),
  clipDual: z.number().min(1).nullable().default(3),
  klCoef: z.number().min(0).default(0.01),
  /** k3 = low_var_kl. A trailing "+" keeps the value and takes the gradient of k2. */
  klEstimator: z.enum(['k1', 'abs', 'k2', 'k3', 'k1+', 'abs+', 'k3+']).default('k3'),
  /** Weight of the entropy bonus. */
  entropyCoef: z.number().default(0),
  /** Truncated completions teach nothing (their tokens leave the mask). */
  maskTruncated: z.boolean().default(false),
  /** Who answers the policy: `single-turn`, or an environment of several turns by name. */
  environment: z.string().default('single-turn'),
  /**
   * Groups whose rewards are all equal teach nothing: other prompts are sampled in their place until `promptsPerStep`
   * groups differ or this many rounds were sampled; null keeps them. Source: DAPO (arXiv 2503.14476), section 3.2.
   */
  dynamicSampling: z
    .strictObject({ maxRounds: z.int().positive().default(4) })
    .nullable()
    .default(null),
  /**
   * Soft punishment of long completions: 0 up to maxNewTokens - bufferTokens, then linearly down to -penalty at
   * maxNewTokens. Source: DAPO, section 3.4.
   */
  overlong: z
    .strictObject({ bufferTokens: z.int().positive(), penalty: z.number().positive().default(1) })
    .nullable()
    .default(null),
  optimizer: OptimizerConfigSchema.prefault({}),
  checkpointEverySteps: z.int().positive().default(10),
  keepCheckpoints: z.int().positive().default(2),
  /** Where metrics go. Not part of what makes a run the same: a resumed run may name others. */
  writers: MetricsWritersSchema,
  /** Rollouts kept for the dashboard at each step. */
  keepRollouts: z.int().nonnegative().default(8),
  freezeVision: z.boolean().default(false),
  lora: LoraSectionSchema,
  /** Blocks are computed again for their gradient instead of kept: the same weights, less memory, about a third more work. */
  recompute: z.boolean().default(false),
  precision: PrecisionSchema,
});
export type GrpoConfig = z.infer<typeof GrpoConfigSchema>;

/** run.json: written once, before the first step. */
export const TrainingRunSchema = ProvenanceSchema.extend({
  type: z.literal('run'),
  runId: z.string(),
  name: z.string(),
  stage: z.enum(['segmentation', 'sft', 'grpo']),
  datasetDigests: z.array(Sha256Schema),
  /** Weights digest of the start model; null for a random start. */
  parentWeights: Sha256Schema.nullable(),
  /** Full resolved config. */
  config: z.record(z.string(), z.unknown()),
  backend: z.record(z.string(), z.unknown()),
});
export type TrainingRun = z.infer<typeof TrainingRunSchema>;

/** checkpoint.json inside the checkpoint's folder; the folder is renamed into place when complete. */
export const CheckpointSchema = ProvenanceSchema.extend({
  type: z.literal('checkpoint'),
  checkpointId: z.string(),
  runId: z.string(),
  step: z.int().nonnegative(),
  /**
   * SHA-256 over name, shape and float32 bytes of every tensor, names sorted; of an adapter, over its base's digest and
   * its scale, then its own tensors.
   */
  weightsDigest: Sha256Schema,
  /** Of an adapter: the model that it changes, its folder relative to this one. */
  base: z.strictObject({ folder: z.string(), weightsDigest: Sha256Schema }).optional(),
  /** File name -> SHA-256 of every other file in the folder. */
  files: z.record(z.string(), Sha256Schema),
});
export type Checkpoint = z.infer<typeof CheckpointSchema>;

/** One line of metrics.jsonl: flat, numeric. Keys: see docs/glossary.md. */
export const MetricsLineSchema = z.object({ step: z.int() }).catchall(z.number());
export type MetricsLine = z.infer<typeof MetricsLineSchema>;

/** One line of rollouts.jsonl. */
export const RolloutSchema = z.object({
  step: z.int(),
  questionId: z.string(),
  kind: z.string(),
  group: z.int(),
  prompt: z.string(),
  completion: z.string(),
  reward: z.number(),
  rewardParts: z.array(
    z.object({ name: z.string(), weight: z.number(), value: z.number(), reason: z.string() }),
  ),
  advantage: z.number(),
  /** Sampled by the policy, over all turns. */
  tokens: z.int(),
  truncated: z.boolean(),
  /** Rollouts of several turns: what the policy said, and what the environment showed next. */
  turns: z.array(z.object({ completion: z.string(), observation: z.string().nullable() })).optional(),
});
export type Rollout = z.infer<typeof RolloutSchema>;

/** result.json: written last; a run folder without it is not finished. */
export const TrainingResultSchema = ProvenanceSchema.extend({
  type: z.literal('training-result'),
  runId: z.string(),
  /** Path relative to the run folder. */
  finalCheckpoint: z.string(),
  weightsDigest: Sha256Schema,
  steps: z.int(),
  /** Wall time of this and all interrupted starts, as far as they reached a checkpoint. */
  seconds: z.number(),
  /** Last line of metrics.jsonl. */
  metrics: MetricsLineSchema,
});
export type TrainingResult = z.infer<typeof TrainingResultSchema>;
