/** The parts of CO3D's annotations that are read. Source: the data classes of CO3D's and PyTorch3D's code. */
import { z } from 'zod';

const n = z.number();
const Pair = z.tuple([n, n]);
const Vector = z.tuple([n, n, n]);

/** In units of half the picture: of each side by itself, or of the shorter one. */
export const intrinsicsFormats = ['ndc_norm_image_bounds', 'ndc_isotropic'] as const;

export const Co3dFrameSchema = z.looseObject({
  sequence_name: z.string(),
  frame_number: z.number(),
  image: z.looseObject({
    /** CATEGORY/SEQUENCE/images/frame000001.jpg */
    path: z.string(),
    /** Height, width. */
    size: Pair,
  }),
  /** Absent or null for a frame that was not registered. */
  viewpoint: z
    .looseObject({
      /** Acts on row vectors: x_camera = x_world R + T, in a camera with x to the left, y up, z forward. */
      R: z.tuple([Vector, Vector, Vector]),
      T: Vector,
      focal_length: Pair,
      principal_point: Pair,
      /** In any case; the data class has the first one as its default. */
      intrinsics_format: z
        .string()
        .transform((name) => name.toLowerCase())
        .pipe(z.enum(intrinsicsFormats))
        .default('ndc_norm_image_bounds'),
    })
    .nullish(),
});
export type Co3dFrame = z.infer<typeof Co3dFrameSchema>;

export const Co3dSequenceSchema = z.looseObject({
  sequence_name: z.string(),
  /** Share of the cameras' trustworthiness as CO3D's authors judged it; small or negative: doubtful. */
  viewpoint_quality_score: z.number().nullish(),
});
