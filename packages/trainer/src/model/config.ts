/**
 * Shape of a Qwen2.5-VL model, read from and written to the `config.json` of Hugging Face checkpoints. Both layouts are
 * read: flat (as published) and nested under `text_config` (as newer transformers save); the flat one is written.
 */
import { CheckpointError } from '@parallax/lab';
import { z } from 'zod';

export interface VisionConfig {
  readonly depth: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly heads: number;
  readonly channels: number;
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  /** Side of the square of patches that becomes one token of the decoder. */
  readonly mergeSize: number;
  /** Side of an attention window in pixels. */
  readonly windowSizePx: number;
  /** Blocks that attend over the whole image; the others within windows. */
  readonly fullAttentionBlocks: readonly number[];
  readonly ropeTheta: number;
}

export interface ModelConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  /** Frequencies of a half head that follow time, row and column, in this order. */
  readonly mropeSection: readonly [number, number, number];
  readonly maxPositions: number;
  readonly tieWordEmbeddings: boolean;
  /** Standard deviation of a random start. */
  readonly initializerRange: number;
  readonly imageTokenId: number;
  readonly videoTokenId: number;
  readonly visionStartTokenId: number;
  readonly visionEndTokenId: number;
  readonly bosTokenId: number;
  readonly eosTokenId: number;
  readonly vision: VisionConfig;
}

const count = z.int().positive();
const RopeSchema = z.object({
  mrope_section: z.tuple([z.int(), z.int(), z.int()]).optional(),
  rope_theta: z.number().optional(),
});
const TextSchema = z.object({
  vocab_size: count,
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  head_dim: count.nullish(),
  rms_norm_eps: z.number().default(1e-6),
  rope_theta: z.number().optional(),
  rope_scaling: RopeSchema.nullish(),
  rope_parameters: RopeSchema.nullish(),
  max_position_embeddings: count.default(128_000),
  tie_word_embeddings: z.boolean().optional(),
  initializer_range: z.number().default(0.02),
  bos_token_id: z.int().nullish(),
  eos_token_id: z.union([z.int(), z.array(z.int()).nonempty()]).nullish(),
});
const VisionSchema = z.object({
  depth: count,
  hidden_size: count,
  intermediate_size: count,
  num_heads: count,
  in_chans: count.optional(),
  in_channels: count.optional(),
  patch_size: count,
  temporal_patch_size: count.default(2),
  spatial_merge_size: count.default(2),
  window_size: count,
  fullatt_block_indexes: z.array(z.int()),
  rope_parameters: RopeSchema.nullish(),
});
const FileSchema = z.object({
  model_type: z.literal('qwen2_5_vl'),
  tie_word_embeddings: z.boolean().optional(),
  image_token_id: z.int(),
  video_token_id: z.int(),
  vision_start_token_id: z.int().default(-1),
  vision_end_token_id: z.int().default(-1),
  vision_config: VisionSchema,
  text_config: z.looseObject({}).optional(),
});

/**
 * @param file parsed JSON; @param where path for messages
 * @throws CheckpointError `config-wrong` naming the key
 */
export function parseModelConfig(file: unknown, where = 'config.json'): ModelConfig {
  const outer = parse(FileSchema, file, where);
  const text = parse(TextSchema, outer.text_config ?? file, where);
  const rope = text.rope_parameters ?? text.rope_scaling;
  const headDim = text.head_dim ?? text.hidden_size / text.num_attention_heads;
  const section = rope?.mrope_section;
  if (section === undefined) throw wrong(where, 'rope_scaling.mrope_section', 'is missing');
  if (section[0] + section[1] + section[2] !== headDim / 2) {
    throw wrong(where, 'rope_scaling.mrope_section', `must add up to half of the head size, ${headDim / 2}`);
  }
  if (text.num_attention_heads % text.num_key_value_heads !== 0) {
    throw wrong(where, 'num_key_value_heads', `must divide num_attention_heads, ${text.num_attention_heads}`);
  }
  const vision = outer.vision_config;
  if (vision.hidden_size % (vision.num_heads * 4) !== 0) {
    throw wrong(where, 'vision_config.hidden_size', 'must be a multiple of 4 num_heads (two rotary axes)');
  }
  const eos = text.eos_token_id;
  const flatEos = (file as { eos_token_id?: number | null }).eos_token_id; // only a number is of use here
  return {
    vocabSize: text.vocab_size,
    hiddenSize: text.hidden_size,
    intermediateSize: text.intermediate_size,
    layers: text.num_hidden_layers,
    heads: text.num_attention_heads,
    kvHeads: text.num_key_value_heads,
    headDim,
    normEpsilon: text.rms_norm_eps,
    ropeTheta: text.rope_theta ?? rope?.rope_theta ?? 10_000,
    mropeSection: section,
    maxPositions: text.max_position_embeddings,
    tieWordEmbeddings: outer.tie_word_embeddings ?? text.tie_word_embeddings ?? false,
    initializerRange: text.initializer_range,
    imageTokenId: outer.image_token_id,
    videoTokenId: outer.video_token_id,
    visionStartTokenId: outer.vision_start_token_id,
    visionEndTokenId: outer.vision_end_token_id,
    bosTokenId: text.bos_token_id ?? -1,
    eosTokenId: (Array.isArray(eos) ? eos[0] : eos) ?? (typeof flatEos === 'number' ? flatEos : -1),
    vision: {
      depth: vision.depth,
      hiddenSize: vision.hidden_size,
      intermediateSize: vision.intermediate_size,
      heads: vision.num_heads,
      channels: vision.in_channels ?? vision.in_chans ?? 3,
      patchSize: vision.patch_size,
      temporalPatchSize: vision.temporal_patch_size,
      mergeSize: vision.spatial_merge_size,
      windowSizePx: vision.window_size,
      fullAttentionBlocks: vision.fullatt_block_indexes,
      ropeTheta: vision.rope_parameters?.rope_theta ?? 10_000,
    },
  };
}

/** The flat `config.json` that transformers (4.49 and later) and we read. */
export function modelConfigFile(config: ModelConfig): Record<string, unknown> {
  const { vision } = config;
  return {
    architectures: ['Qwen2_5_VLForConditionalGeneration'],
    model_type: 'qwen2_5_vl',
    attention_dropout: 0,
    hidden_act: 'silu',
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    max_position_embeddings: config.maxPositions,
    max_window_layers: config.layers,
    use_sliding_window: false,
    sliding_window: config.maxPositions,
    use_cache: true,
    rms_norm_eps: config.normEpsilon,
    rope_theta: config.ropeTheta,
    rope_scaling: { type: 'mrope', mrope_section: [...config.mropeSection] },
    tie_word_embeddings: config.tieWordEmbeddings,
    initializer_range: config.initializerRange,
    vocab_size: config.vocabSize,
    torch_dtype: 'float32',
    bos_token_id: config.bosTokenId,
    eos_token_id: config.eosTokenId,
    image_token_id: config.imageTokenId,
    video_token_id: config.videoTokenId,
    vision_start_token_id: config.visionStartTokenId,
    vision_end_token_id: config.visionEndTokenId,
    vision_config: {
      model_type: 'qwen2_5_vl',
      depth: vision.depth,
      hidden_act: 'silu',
      hidden_size: vision.hiddenSize,
      intermediate_size: vision.intermediateSize,
      num_heads: vision.heads,
      in_chans: vision.channels,
      in_channels: vision.channels,
      out_hidden_size: config.hiddenSize,
      patch_size: vision.patchSize,
      spatial_patch_size: vision.patchSize,
      temporal_patch_size: vision.temporalPatchSize,
      spatial_merge_size: vision.mergeSize,
      tokens_per_second: 2,
      window_size: vision.windowSizePx,
      fullatt_block_indexes: [...vision.fullAttentionBlocks],
    },
  };
}

function parse<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw wrong(where, issue?.path.join('.') ?? '(root)', issue?.message ?? 'is invalid');
}

function wrong(where: string, key: string, what: string): CheckpointError {
  return new CheckpointError('config-wrong', `${where}: key ${key} ${what}.`, {
    remedy: 'Use a checkpoint of the Qwen2.5-VL family, or restore its config.json.',
  });
}
