/** Axis-parallel boxes as people, Qwen2.5-VL and the point cloud benchmarks write them. */
import { z } from 'zod';

export interface Box {
  /** x0, y0, x1, y1 in pixels of a picture; or centre x, y, z and size along x, y, z in metres. */
  readonly sides: readonly number[];
  /** Compared without case where both boxes have one. */
  readonly label: string | null;
}

/** More are not looked at: every one is compared with every one of the truth. */
export const MOST_BOXES = 1000;
export const [FLAT, SOLID] = [4, 6];

const SidesSchema = z
  .array(z.number())
  .refine(({ length }) => length === FLAT || length === SOLID, '4 numbers of a picture or 6 of a space');
const NamedSchema = z
  .object({
    bbox: SidesSchema.optional(),
    box: SidesSchema.optional(),
    bbox_2d: SidesSchema.optional(),
    bbox_3d: SidesSchema.optional(),
    label: z.string().nullish(),
  })
  .transform(({ label, ...names }, context): Box => {
    const sides = names.bbox ?? names.box ?? names.bbox_2d ?? names.bbox_3d;
    if (sides !== undefined) return { sides, label: label ?? null };
    context.addIssue({ code: 'custom', message: 'a box needs "bbox", "box", "bbox_2d" or "bbox_3d"' });
    return z.NEVER;
  });
const BoxSchema = z.union([SidesSchema.transform((sides): Box => ({ sides, label: null })), NamedSchema]);

/** A list of boxes, all in a picture or all in space. */
export const BoxesSchema = z
  .array(BoxSchema)
  .max(MOST_BOXES)
  .refine(
    (boxes) => new Set(boxes.map(({ sides }) => sides.length)).size <= 1,
    'boxes of 4 and of 6 numbers',
  );

/** The same of a truth, as JSON or as the text of it; every box must have an extent. */
export const TrueBoxesSchema = z
  .preprocess(jsonOf, BoxesSchema)
  .refine((boxes) => boxes.every(({ sides }) => hasExtent(sides)), 'a box without extent');

/** JSON, with or without a fence of Markdown around it; null for a text that is none, or for more than MOST_BOXES. */
export function boxesIn(text: string): Box[] | null {
  const boxes = BoxesSchema.safeParse(jsonOf(withoutFence(text.trim())));
  return boxes.success ? boxes.data : null;
}

export function hasExtent(sides: readonly number[]): boolean {
  const half = sides.length / 2;
  const solid = sides.length === SOLID;
  return sides.slice(half).every((far, axis) => far > (solid ? 0 : sides[axis]!));
}

/** The value of a JSON text; anything else as it is. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function withoutFence(text: string): string {
  return text.startsWith('```') && text.endsWith('```') ? text.slice(text.indexOf('\n') + 1, -3) : text;
}
