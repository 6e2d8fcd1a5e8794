/** Model shapes by name: small ones that train from scratch on a CPU. */
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
  /** About 10 M parameters; meant for images of 96 to 128 px. */
  micro: {
    ...UNKNOWN_TOKENS,
    hiddenSize: 256,
    intermediateSize: 768,
    layers: 8,
    heads: 8,
    kvHeads: 4,
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
};

export const MODEL_SIZES = Object.keys(SIZES);

/**
 * The named shape without its vocabulary: pass it through configForTokenizer() before initModel().
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
