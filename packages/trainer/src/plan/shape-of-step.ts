/** How long the rows of a step are: what a plan must assume, as no data set is read. */
import { z } from 'zod';
import type { ModelConfig } from '../model/config.ts';

/** The section `plan` of a recipe. */
export const PlanAssumptionsSchema = z.strictObject({
  /** Shape by size name when the base is not at hand; null = the base's config.json, or the section's `model`. */
  model: z.string().nullable().default(null),
  /** Rows of the embedding of a size that takes its vocabulary from a tokenizer; a plan prints those of its model. */
  vocabSize: z.int().positive().default(752),
  imagesPerQuestion: z.int().nonnegative().default(2),
  imageSizePx: z
    .strictObject({ width: z.int().positive(), height: z.int().positive() })
    .nullable()
    .default(null),
  /** Tokens of the prompt beside the images. */
  promptTokens: z.int().positive().default(80),
  /** Tokens that are learned from, of a row; null = 32 for SFT, `maxNewTokens` for GRPO. */
  answerTokens: z.int().positive().nullable().default(null),
  /** Questions of the data set, for the number of epochs. */
  questions: z.int().positive().nullable().default(null),
  /** Share of the device's rate that a step reaches. */
  utilisation: z.number().positive().max(1).default(0.4),
});
export type PlanAssumptions = z.infer<typeof PlanAssumptionsSchema>;

/** What a plan reads of a whole recipe, beside the section that is planned. */
export const PlannedRecipeSchema = z.looseObject({
  plan: PlanAssumptionsSchema.prefault({}),
  generate: z.looseObject({ imageSizePx: z.int().positive().optional() }).optional(),
});

export interface RowShape {
  /** Patches of all images of a row, before merging. */
  readonly patches: number;
  /** Patches of one image: what a block of full attention looks at. */
  readonly patchesPerImage: number;
  readonly tokens: number;
  readonly answerTokens: number;
}

/** Sides are rounded to whole cells, as the image processor does. */
export function rowShape(config: ModelConfig, assumed: PlanAssumptions, answerTokens: number): RowShape {
  const { patchSize, mergeSize } = config.vision;
  const cell = patchSize * mergeSize;
  const cells = (side: number): number => Math.max(1, Math.round(side / cell));
  const size = assumed.imageSizePx ?? { width: 64, height: 64 };
  const perImage = cells(size.width) * cells(size.height);
  const images = assumed.imagesPerQuestion;
  return {
    patches: images * perImage * mergeSize ** 2,
    patchesPerImage: perImage * mergeSize ** 2,
    tokens: assumed.promptTokens + images * (perImage + 2) + answerTokens,
    answerTokens,
  };
}
