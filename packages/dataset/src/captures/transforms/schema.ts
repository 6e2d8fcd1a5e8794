/** The parts of transforms.json that are read. Unknown keys are left alone: every tool adds its own. */
import { z } from 'zod';

const n = z.number();
const Row = z.array(n).length(4);
const Affine = z.array(Row).min(3).max(4);

/** Given for the whole file, for a frame, or for both (the frame's own wins). */
export const TransformsIntrinsicsSchema = z.looseObject({
  w: n.optional(),
  h: n.optional(),
  fl_x: n.optional(),
  fl_y: n.optional(),
  /** Full angles of view, radians. */
  camera_angle_x: n.optional(),
  camera_angle_y: n.optional(),
  cx: n.optional(),
  cy: n.optional(),
  k1: n.optional(),
  k2: n.optional(),
  k3: n.optional(),
  k4: n.optional(),
  p1: n.optional(),
  p2: n.optional(),
  camera_model: z.string().optional(),
  is_fisheye: z.boolean().optional(),
});
export type TransformsIntrinsics = z.infer<typeof TransformsIntrinsicsSchema>;

export const TransformsFrameSchema = TransformsIntrinsicsSchema.extend({
  file_path: z.string(),
  /** Camera to world, OpenGL camera. */
  transform_matrix: Affine,
});

export const TransformsSchema = TransformsIntrinsicsSchema.extend({
  frames: z.array(z.unknown()),
  /** Takes the original reconstruction's world to the world of `transform_matrix`. */
  applied_transform: Affine.optional(),
});
