/** Facts that a chain states. Each is measured, so each can be checked again. Columns and rows: 0..9. */
import type { Side } from '@parallax/geometry';

export type Fact =
  /** Where an object's visible part has its middle in the first and in the second photo. */
  | { readonly type: 'column-move'; readonly object: string; readonly from: number; readonly to: number }
  | { readonly type: 'row-move'; readonly object: string; readonly from: number; readonly to: number }
  /** The same in one photo; `photo` 1 or 2, null when the question has one photo only. */
  | {
      readonly type: 'column';
      readonly object: string;
      readonly column: number;
      readonly photo: 1 | 2 | null;
    }
  /** Every clearly visible object of one photo, from left to right; `photo` null when the question has one only. */
  | { readonly type: 'layout'; readonly photo: 1 | 2 | null; readonly places: readonly Place[] }
  /** By how many columns objects went from the first photo to the second, right positive. */
  | { readonly type: 'column-shifts'; readonly shifts: readonly ColumnShift[] }
  /** Whole degrees, right positive; 0 = did not turn. */
  | { readonly type: 'turn'; readonly degrees: number }
  | { readonly type: 'shift'; readonly side: Side }
  /** Whole degrees, up positive; 0 = did not tilt. */
  | { readonly type: 'tilt'; readonly degrees: number }
  /** Whole degrees, clockwise positive; 0 = did not roll. */
  | { readonly type: 'roll'; readonly degrees: number }
  | { readonly type: 'lift'; readonly direction: 'up' | 'down' | 'none' }
  | { readonly type: 'dolly'; readonly direction: 'forward' | 'backward' | 'none' }
  /** The camera's move as an observer at the object sees it who faces the first camera; null: no noun is known. */
  | { readonly type: 'object-centric'; readonly object: string | null; readonly side: Side }
  | { readonly type: 'bearing'; readonly object: string; readonly side: 'left' | 'right' | 'straight' }
  /** Level distance from the camera, one decimal; `after` the move that the question speaks of. */
  | { readonly type: 'distance'; readonly object: string; readonly metres: number; readonly after: boolean }
  | { readonly type: 'visible'; readonly object: string; readonly photo: 1 | 2 };

/** `object` is a layout's short name: a landmark's colour, or "object" for the subject. */
export interface Place {
  readonly object: string;
  readonly column: number;
}

export interface ColumnShift {
  readonly object: string;
  readonly columns: number;
}

export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** compact: few tokens, one wording, for models that are trained from scratch. varied: for people and large models. */
export type Wording = 'compact' | 'varied';
