/** What a procedural object family is. */
import type { Random } from '@parallax/geometry';
import type { PaintKit } from './paint/paint.ts';
import type { ShapeBuilder } from './shape.ts';

/** How an object of a family stands in a room. */
export interface RoomPlace {
  /** wall: on the floor with its back to a wall; floor: anywhere on it; surface: on a table or the like, else the floor. */
  readonly stands: 'wall' | 'floor' | 'surface';
  /** Least and most largest extent, metres: the size of the real thing. */
  readonly sizeM: readonly [number, number];
  /** Others may stand on it: its shape has a `support`. */
  readonly carries?: true;
}

export interface Family {
  /** Also the noun that text uses: "chair". */
  readonly name: string;
  /** Whether the object has a canonical front (+Z of its frame). */
  readonly front: boolean;
  /** Absent for what does not fit into a room: it stands there as a toy (`TOY`). */
  readonly room?: RoomPlace;
  /** Adds the parts; every proportion is drawn, any units: the result is normalised. */
  readonly build: (shape: ShapeBuilder, paints: PaintKit, random: Random) => void;
}

/** A car or an elephant in a room. */
export const TOY: RoomPlace = { stands: 'floor', sizeM: [0.3, 0.55] };
