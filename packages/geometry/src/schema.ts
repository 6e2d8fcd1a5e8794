/**
 * Geometry values as they stand in records.
 * World: right-handed, metres, +Y up. Camera: +X right, +Y up, looks down -Z (three.js, glTF).
 * Matrices are row-major tuples. Pixel (0, 0) is the top-left corner of the top-left pixel; centres at .5.
 */
import { z } from 'zod';

export const Vec3Schema = z.tuple([z.number(), z.number(), z.number()]).readonly();
export type Vec3 = z.infer<typeof Vec3Schema>;

const n = z.number();
/** Row-major 4x4. */
export const Mat4Schema = z.tuple([n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n]).readonly();
export type Mat4 = z.infer<typeof Mat4Schema>;

/** Pinhole intrinsics in pixels. */
export const IntrinsicsSchema = z.object({
  fx: z.number().positive(),
  fy: z.number().positive(),
  cx: z.number(),
  cy: z.number(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Intrinsics = z.infer<typeof IntrinsicsSchema>;

export const CameraSchema = z.object({ intrinsics: IntrinsicsSchema, cameraToWorld: Mat4Schema });
export type Camera = z.infer<typeof CameraSchema>;

/** Components along a camera's own axes. */
export const CameraVectorSchema = z.object({ right: n, up: n, forward: n });
export type CameraVector = z.infer<typeof CameraVectorSchema>;

/** Motion from view A to view B. Frames and signs: docs/conventions.md. */
export const RelativeMotionSchema = z.object({
  /** B's centre in A's camera frame, world units. */
  translation: CameraVectorSchema,
  /** The same at unit length; zeros for a zero baseline. */
  direction: CameraVectorSchema,
  /** |C_B - C_A|, world units. */
  baseline: n,
  /** Baseline divided by A's distance to the object's centre. */
  distance: n,
  /** A's distance to the object's centre, world units. */
  objectDistance: n,
  /**
   * A's distance to the vertical line through the object's centre, world units. Near 0 (camera straight above or
   * below) the two measures about the object, horizontalAngleDeg and objectCentricRight, mean nothing.
   */
  levelDistance: n,
  /** Turned right positive, about A's own axes. */
  yawDeg: n,
  /** Turned up positive. */
  pitchDeg: n,
  /** Clockwise positive (the camera's right side goes down). */
  rollDeg: n,
  /** Signed azimuth from A to B about centre and up axis; counter-clockwise from above positive. */
  horizontalAngleDeg: n,
  /** (C_B - C_A) . (f x up), world units: positive = to the right of an observer at the centre who faces camera A. */
  objectCentricRight: n,
});
export type RelativeMotion = z.infer<typeof RelativeMotionSchema>;

/** Dead bands: a label is a direction above `min`, "none" below `none`, and null (discard) between. */
export const LabelThresholdsSchema = z.strictObject({
  /** Of A's object distance. */
  translationMin: z.number().positive().default(0.15),
  translationNone: z.number().positive().default(0.03),
  yawMinDeg: z.number().positive().default(8),
  yawNoneDeg: z.number().positive().default(2),
});
export type LabelThresholds = z.infer<typeof LabelThresholdsSchema>;

export const SideSchema = z.enum(['left', 'right', 'none']);
export type Side = z.infer<typeof SideSchema>;

export const MotionLabelsSchema = z.object({
  egoTranslation: SideSchema.nullable(),
  egoRotation: SideSchema.nullable(),
  objectCentricTranslation: SideSchema.nullable(),
  /** Distance of each measured value to its nearest label boundary, in units of the value (object distances; degrees). */
  margins: z.object({ egoTranslation: n, egoRotation: n, objectCentricTranslation: n }),
});
export type MotionLabels = z.infer<typeof MotionLabelsSchema>;

/** Axis-aligned box, world frame. */
export const BoxSchema = z.object({ min: Vec3Schema, max: Vec3Schema });
export type Box = z.infer<typeof BoxSchema>;
