/** Model shapes by name: small ones that train from scratch on a CPU, and the published ones. */
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import type { ModelConfig } from './config.ts';

/** What the tokenizer decides; configForTokenizer() fills it in. */
const UNKNOWN_TOKENS = {
  vocabSize: 1,
  imageTokenId: -1,
  videoTokenId: -1,
  visionStartTokenId: -1,
  visionEndTokenId: -1,
  bosTokenId: -1,
  eosTokenId: -1,
};

/** What both published sizes have in common. Source: config.json of Qwen2.5-VL-3B-Instruct and Qwen2.5-VL-7B-Instruct. */
const PUBLISHED = {
  imageTokenId: 151_655,
  videoTokenId: 151_656,
  visionStartTokenId: 151_652,
  visionEndTokenId: 151_653,
  bosTokenId: 151_643,
  eosTokenId: 151_645,
  headDim: 128,
  normEpsilon: 1e-6,
  ropeTheta: 1_000_000,
  mropeSection: [16, 24, 24],
  maxPositions: 128_000,
  initializerRange: 0.02,
  vision: {
    depth: 32,
    hiddenSize: 1280,
    intermediateSize: 3420,
    heads: 16,
    channels: 3,
    patchSize: 14,
    temporalPatchSize: 2,
    mergeSize: 2,
    windowSizePx: 112,
    fullAttentionBlocks: [7, 15, 23, 31],
    ropeTheta: 10_000,
  },
} satisfies Partial<ModelConfig>;

const SIZES: Record<string, ModelConfig> = {
  /** About 1.2 M parameters; meant for images of 64 px (64 patches, 16 tokens). */
  nano: {
    ...UNKNOWN_TOKENS,
    hiddenSize: 128,
    intermediateSize: 320,
    layers: 4,
    heads: 4,
    kvHeads: 2,
    headDim: 32,
    normEpsilon: 1e-6,
    ropeTheta: 1000,
    mropeSection: [4, 6, 6],
    maxPositions: 512,
    tieWordEmbeddings: true,
    initializerRange: 0.05,
    vision: {
      depth: 3,
      hiddenSize: 96,
      intermediateSize: 192,
      heads: 3,
      channels: 3,
      patchSize: 8,
      temporalPatchSize: 2,
      mergeSize: 2,
      windowSizePx: 32,
      fullAttentionBlocks: [1, 2],
      ropeTheta: 10_000,
    },
  },
  /** About 13 M parameters; meant for images of 96 to 128 px. */
  micro: {
    ...UNKNOWN_TOKENS,
    hiddenSize: 320,
    intermediateSize: 960,
    layers: 8,
    heads: 10,
    kvHeads: 5,
    headDim: 32,
    normEpsilon: 1e-6,
    ropeTheta: 10_000,
    mropeSection: [4, 6, 6],
    maxPositions: 1024,
    tieWordEmbeddings: true,
    initializerRange: 0.04,
    vision: {
      depth: 6,
      hiddenSize: 192,
      intermediateSize: 384,
      heads: 6,
      channels: 3,
      patchSize: 8,
      temporalPatchSize: 2,
      mergeSize: 2,
      windowSizePx: 64,
      fullAttentionBlocks: [2, 5],
      ropeTheta: 10_000,
    },
  },
  /** Qwen2.5-VL-3B: 3,754,622,976 parameters. */
  '3b': {
    ...PUBLISHED,
    vocabSize: 151_936,
    hiddenSize: 2048,
    intermediateSize: 11_008,
    layers: 36,
    heads: 16,
    kvHeads: 2,
    tieWordEmbeddings: true,
  },
  /** Qwen2.5-VL-7B: 8,292,166,656 parameters. */
  '7b': {
    ...PUBLISHED,
    vocabSize: 152_064,
    hiddenSize: 3584,
    intermediateSize: 18_944,
    layers: 28,
    heads: 28,
    kvHeads: 4,
    tieWordEmbeddings: false,
  },
};

export const MODEL_SIZES = Object.keys(SIZES);

/**
 * The named shape; the small ones lack their vocabulary: pass them through configForTokenizer() before initModel().
 * @throws ConfigError `unknown-model-size`
 */
export function modelSize(name: string): ModelConfig {
  const size = SIZES[name];
  if (size !== undefined) return size;
  const guess = nearestName(name, MODEL_SIZES);
  throw new ConfigError('unknown-model-size', `There is no model size named ${name}.`, {
    remedy: `Known sizes: ${MODEL_SIZES.join(', ')}.${guess === undefined ? '' : ` Did you mean ${guess}?`}`,
  });
}

/** The ids that a model must share with its tokenizer. */
export interface TokenIds {
  readonly vocabSize: number;
  readonly imageTokenId: number;
  readonly videoTokenId: number;
  readonly visionStartTokenId: number;
  readonly visionEndTokenId: number;
  readonly eosTokenIds: readonly number[];
  readonly padTokenId: number;
}

/** Vocabulary and special ids taken from a tokenizer; the embedding is padded to a multiple of 16 rows for speed. */
export function configForTokenizer(config: ModelConfig, tokens: TokenIds): ModelConfig {
  return {
    ...config,
    vocabSize: Math.ceil(tokens.vocabSize / 16) * 16,
    imageTokenId: tokens.imageTokenId,
    videoTokenId: tokens.videoTokenId,
    visionStartTokenId: tokens.visionStartTokenId,
    visionEndTokenId: tokens.visionEndTokenId,
    bosTokenId: tokens.padTokenId,
    eosTokenId: tokens.eosTokenIds[0] ?? tokens.padTokenId,
  };
}
