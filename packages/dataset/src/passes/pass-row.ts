/** Further pictures of a rendered view, beside its colours. All are PNG files of the colour picture's size. */
import { Vec3Schema } from '@parallax/geometry/schema';
import { z } from 'zod';

export const PassNameSchema = z.enum(['depth', 'normals', 'mask', 'coordinates']);
export type PassName = z.infer<typeof PassNameSchema>;

/**
 * An object of a view. A point with coordinates c (0..1 an axis) lies at `low + span c` metres in the object's frame:
 * +Y up, +Z out of the front, origin at the object's `position`. Turned by `yawDeg` about +Y and moved by `position`
 * (those of the scene record, or of the view's `moved`), it is in the world.
 */
export const PassObjectSchema = z.object({
  /** Value in the mask; 0 is floor, walls without a number, and sky. */
  number: z.int().min(1).max(254),
  objectId: z.string(),
  low: Vec3Schema,
  span: z.number().positive(),
  /** Of the scene record: `low` and `span` divided by it are in the units the object was modelled in. */
  scale: z.number().positive(),
});
export type PassObject = z.infer<typeof PassObjectSchema>;

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes').nullable();

/** One view's passes; null for those that the config did not ask for. */
export const PassRowSchema = z.object({
  viewId: z.string(),
  /** 16-bit gray: millimetres along the viewing axis; 0 = nothing within 65.535 m. */
  depth: Bytes,
  /** 8-bit RGB: world normal n as 128 + 127 n, rounded; 0 0 0 = nothing. Interpolated over smooth surfaces. */
  normals: Bytes,
  /** 8-bit gray: number of the nearest object at the pixel's centre. */
  mask: Bytes,
  /** 16-bit RGB: 1 + 65534 c, rounded; 0 0 0 = no object. */
  coordinates: Bytes,
  objects: z.array(PassObjectSchema).readonly(),
});
export type PassRow = z.infer<typeof PassRowSchema>;

/** Where the passes of a shard lie: beside it, so that readers of questions never touch them. */
export const PassFileSchema = z.object({
  /** passes/train-00003.parquet */
  path: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PassFile = z.infer<typeof PassFileSchema>;
