/** Floating-point operations of a pass over one row; a multiply-add counts two. */
import type { ModelConfig } from '../model/config.ts';
import { inVisionTower } from '../model/vision-names.ts';
import { parameterShapes } from '../weights/parameter-shapes.ts';
import type { RowShape } from './shape-of-step.ts';

export interface PassWork {
  readonly vision: number;
  readonly decoder: number;
  /** On the answer's tokens alone. */
  readonly head: number;
}

/** A forward pass. The backward pass of what is trained costs twice as much, through what is frozen as much. */
export function forwardWork(config: ModelConfig, row: RowShape): PassWork {
  const { vision } = config;
  let [tower, perToken] = [0, 0];
  for (const [name, shape] of parameterShapes(config)) {
    if (shape.length < 2 || name === 'model.embed_tokens.weight' || name === 'lm_head.weight') continue;
    const products = 2 * shape.reduce((a, b) => a * b, 1);
    if (!inVisionTower(name)) perToken += products;
    else tower += (name.includes('merger') ? row.patches / vision.mergeSize ** 2 : row.patches) * products;
  }
  const window = (vision.windowSizePx / vision.patchSize) ** 2;
  for (let block = 0; block < vision.depth; block++) {
    const seen = vision.fullAttentionBlocks.includes(block)
      ? row.patchesPerImage
      : Math.min(window, row.patchesPerImage);
    tower += 4 * row.patches * seen * vision.hiddenSize;
  }
  const attention = 2 * row.tokens ** 2 * config.heads * config.headDim * config.layers; // half is hidden by causality
  return {
    vision: tower,
    decoder: row.tokens * perToken + attention,
    head: 2 * row.answerTokens * config.vocabSize * config.hiddenSize,
  };
}

export interface TrainingWorkOptions {
  readonly adapter: boolean;
  readonly freezeVision: boolean;
  readonly recompute: boolean;
}

/** Forward and backward of one row. */
export function trainingWork(work: PassWork, options: TrainingWorkOptions): number {
  const again = options.recompute ? 1 : 0;
  // Under an adapter the dense gradient of an adapted matrix is made on the way to A and B.
  const trained = 3 + again;
  // A frozen tower is what no gradient passes through.
  const tower = options.freezeVision ? 1 : trained;
  return work.vision * tower + work.decoder * trained + work.head * (options.adapter ? 2 : 3);
}
