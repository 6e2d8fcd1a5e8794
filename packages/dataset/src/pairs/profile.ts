/** How pairs of views are chosen: config of a recipe's generate stage. */
import { LabelThresholdsSchema } from '@parallax/geometry/schema';
import { z } from 'zod';

/** Freedoms of a motion beside the three labels; main-direction: the longest of its six parts. */
export const MotionFreedomSchema = z.enum(['dolly', 'vertical', 'tilt', 'roll', 'main-direction']);
export type MotionFreedom = z.infer<typeof MotionFreedomSchema>;

export const PairProfileSchema = z.strictObject({
  /**
   * viewpoint-100k: inward orbit pairs as published, which leak one answer through another.
   * decorrelated: translation, rotation and object-centric labels as independent as the views allow.
   */
  name: z.enum(['viewpoint-100k', 'decorrelated']).default('decorrelated'),
  pairsPerGroup: z.int().positive().default(6),
  thresholds: LabelThresholdsSchema.default(LabelThresholdsSchema.parse({})),
  /** Bounds of |horizontalAngleDeg|, published profile only. */
  minAngleDeg: z.number().min(0).max(180).default(20),
  maxAngleDeg: z.number().min(0).max(180).default(100),
  /** Largest |yawDeg| of a pair, decorrelated profile only: beyond a field of view the photos share no background. */
  maxYawDeg: z.number().min(0).max(180).default(60),
  /** Freedoms whose signs are balanced beside the labels, decorrelated profile only: for kinds that ask of them. */
  balanceAlso: z.array(MotionFreedomSchema).default([]),
});
export type PairProfile = z.infer<typeof PairProfileSchema>;
