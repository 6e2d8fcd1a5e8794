/** capture.json: our own plain format for posed photographs. Everything that is not stated here is refused. */
import { lensModelNames } from '@parallax/geometry';
import { z } from 'zod';
import { cameraAxesNames } from '../reading/rigid-pose.ts';

const Vector = z.tuple([z.number(), z.number(), z.number()]);
const Row = z.array(z.number()).length(4);
/** Row-major, acts on column vectors; a fourth row 0 0 0 1 may be left out. */
const Matrix = z.array(Row).min(3).max(4);

export const JsonIntrinsicsSchema = z.strictObject({
  width: z.number(),
  height: z.number(),
  /** Pixels; fy is fx, and the principal point the middle of the picture, where they are not given. */
  fx: z.number(),
  fy: z.number().optional(),
  cx: z.number().optional(),
  cy: z.number().optional(),
  /** COLMAP's camera models. */
  model: z.enum(lensModelNames).default('PINHOLE'),
  /** Distortion in the model's own order, none for the pinholes. */
  coefficients: z.array(z.number()).max(8).default([]),
});
export type JsonIntrinsics = z.infer<typeof JsonIntrinsicsSchema>;

export const JsonImageSchema = z
  .strictObject({
    /** Relative to the folder of the file, or to images/ beside it. */
    name: z.string(),
    cameraToWorld: Matrix.optional(),
    worldToCamera: Matrix.optional(),
    /** This image's own, instead of the shared ones. */
    intrinsics: JsonIntrinsicsSchema.optional(),
  })
  .refine(
    ({ cameraToWorld, worldToCamera }) => (cameraToWorld === undefined) !== (worldToCamera === undefined),
    {
      error: 'either cameraToWorld or worldToCamera is expected',
    },
  );

export const JsonCaptureSchema = z.strictObject({
  format: z.literal('parallax-capture'),
  schemaVersion: z.literal(1),
  /** What the camera's x, y and z are: see `cameraAxesNames`. */
  cameraAxes: z.enum(cameraAxesNames),
  /** Shared by the images that have none of their own. */
  intrinsics: JsonIntrinsicsSchema.optional(),
  images: z.array(z.unknown()),
  /** Points on the object, to check the centre with. */
  points: z.array(Vector).default([]),
  /** Up axis and object centre, in the world of the poses; estimated where they are not given. */
  up: Vector.optional(),
  centre: Vector.optional(),
});
