/** What a procedural object family is. */
import type { Random } from '@parallax/geometry';
import type { PaintKit } from './paint.ts';
import type { ShapeBuilder } from './shape.ts';

export interface Family {
  /** Also the noun that text uses: "chair". */
  readonly name: string;
  /** Whether the object has a canonical front (+Z of its frame). */
  readonly front: boolean;
  /** Adds the parts; every proportion is drawn, any units: the result is normalised. */
  readonly build: (shape: ShapeBuilder, paints: PaintKit, random: Random) => void;
}
