/** Facts that a chain states. Each is measured, so each can be checked again. Columns and rows: 0..9. */
import type { Side } from '@parallax/geometry';
import type { AskedDirectionFact, AskedMeasureFact, AskedMotionFact } from './asked-fact.ts';

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
  /** Every clearly visible object of one photo, from left to right; `photo` from 1, null when the question has one only. */
  | { readonly type: 'layout'; readonly photo: number | null; readonly places: readonly Place[] }
  /** How far objects went across the picture from the first photo to the second, right positive. */
  | { readonly type: 'layout-shifts'; readonly shifts: readonly LayoutShift[] }
  /** Distance to the subject in the second photo over that in the first, one decimal. */
  | { readonly type: 'range'; readonly ratio: number }
  /** Where the subject would stand in the second photo had the camera moved without turning: as `Place.percent`. */
  | { readonly type: 'unturned'; readonly percent: number }
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
  | { readonly type: 'visible'; readonly object: string; readonly photo: 1 | 2 }
  | CameraFact
  | PhotoFact
  | SpaceFact
  | AskedMotionFact
  | AskedDirectionFact
  | AskedMeasureFact;

/** One photo of two, or the only one. */
export type Photo = 1 | 2 | null;

/** How the camera moved, beyond the seven facts above. */
export type CameraFact =
  /** Signed move along one of the first camera's axes; right, up and forward positive. */
  | {
      readonly type: 'displacement';
      readonly axis: 'right' | 'up' | 'forward';
      readonly amount: number;
      readonly unit: 'metres' | 'object-distances';
    }
  /** Moves along two or three axes in one sentence; none of them is "none". */
  | {
      readonly type: 'combined-move';
      readonly directions: readonly ('left' | 'right' | 'up' | 'down' | 'forward' | 'backward')[];
    }
  /** About the object and the world's up axis; counter-clockwise seen from above positive; whole degrees, never 0. */
  | { readonly type: 'orbit'; readonly object: string | null; readonly degrees: number }
  /** Change of the camera's angle above the object's level; up positive; whole degrees, never 0. */
  | { readonly type: 'elevation-change'; readonly object: string | null; readonly degrees: number }
  /** Distance to the object in the second photo over that in the first, one decimal. */
  | { readonly type: 'range-ratio'; readonly object: string | null; readonly ratio: number }
  | {
      readonly type: 'range-change';
      readonly object: string | null;
      readonly change: 'closer' | 'farther' | 'same';
    }
  /** Along the world's up axis, whatever the camera's tilt. */
  | { readonly type: 'height-change'; readonly change: 'higher' | 'lower' | 'same' }
  /** Length of the move over the first camera's distance to the object, one decimal. */
  | { readonly type: 'baseline'; readonly ratio: number }
  /** Angle between the two viewing axes, whole degrees. */
  | { readonly type: 'view-angle'; readonly degrees: number }
  /** Neither moved nor turned, or only one of the two. */
  | { readonly type: 'stillness'; readonly kept: 'place' | 'orientation' | 'both' }
  /** No object was moved between the photos. */
  | { readonly type: 'static-scene' };

/** What the photos show, by masks. */
export type PhotoFact =
  | { readonly type: 'row'; readonly object: string; readonly row: number; readonly photo: Photo }
  | {
      readonly type: 'half';
      readonly object: string;
      readonly half: 'left' | 'right' | 'upper' | 'lower';
      readonly photo: Photo;
    }
  | {
      readonly type: 'edge';
      readonly object: string;
      readonly edge: 'left edge' | 'right edge' | 'centre';
      readonly photo: Photo;
    }
  | {
      readonly type: 'beside';
      readonly object: string;
      readonly other: string;
      readonly side: 'left' | 'right';
      readonly photo: Photo;
    }
  | {
      readonly type: 'stacked';
      readonly object: string;
      readonly other: string;
      readonly side: 'above' | 'below';
      readonly photo: Photo;
    }
  | {
      readonly type: 'between';
      readonly object: string;
      readonly ends: readonly [string, string];
      readonly photo: Photo;
    }
  /** All named objects from left to right. */
  | { readonly type: 'order'; readonly objects: readonly string[]; readonly photo: Photo }
  | { readonly type: 'count'; readonly noun: string; readonly count: number; readonly photo: Photo }
  /** Where in the picture the object goes, by at least a tenth of its width. */
  | { readonly type: 'photo-shift'; readonly object: string; readonly side: 'left' | 'right' }
  | { readonly type: 'size-change'; readonly object: string; readonly change: 'larger' | 'smaller' | 'same' }
  /** The first moves farther across the picture than the second. */
  | { readonly type: 'parallax'; readonly object: string; readonly other: string }
  | {
      readonly type: 'hidden';
      readonly object: string;
      readonly photo: Photo;
      readonly why: 'outside' | 'occluded';
    }
  | {
      readonly type: 'extent';
      readonly object: string;
      readonly photo: Photo;
      readonly shown: 'fully' | 'partly';
    }
  | { readonly type: 'visibility-change'; readonly object: string; readonly change: 'appears' | 'disappears' }
  | { readonly type: 'in-both'; readonly object: string };

/** Where things are in space. */
export type SpaceFact =
  | { readonly type: 'nearer'; readonly object: string; readonly other: string; readonly photo: Photo }
  | {
      readonly type: 'depth';
      readonly object: string;
      readonly other: string;
      readonly relation: 'in front of' | 'behind';
      readonly photo: Photo;
    }
  /** 1..12, straight ahead is 12. */
  | { readonly type: 'clock'; readonly object: string; readonly hour: number; readonly photo: Photo }
  /** Metres between the objects' middles along the ground, one decimal. */
  | { readonly type: 'apart'; readonly object: string; readonly other: string; readonly metres: number }
  | { readonly type: 'taller'; readonly object: string; readonly other: string }
  /** By the object's own front. */
  | {
      readonly type: 'side-seen';
      readonly object: string;
      readonly side: 'front' | 'back' | 'left side' | 'right side';
      readonly seen: boolean;
      readonly photo: Photo;
    }
  | {
      readonly type: 'facing';
      readonly object: string;
      readonly toward: 'camera' | 'away' | 'left' | 'right';
      readonly photo: Photo;
    }
  /** Where `other` is for the object itself, which looks along its own front. */
  | {
      readonly type: 'object-frame';
      readonly object: string;
      readonly other: string;
      readonly side: 'left' | 'right' | 'front' | 'behind';
    }
  /** Where `target` is for somebody who stands at the object and faces `toward`. */
  | {
      readonly type: 'standing-at';
      readonly object: string;
      readonly toward: string;
      readonly target: string;
      readonly side: 'left' | 'right' | 'behind';
    }
  /** The camera is above, below or at the height of the object's middle. */
  | {
      readonly type: 'looks';
      readonly object: string | null;
      readonly direction: 'down' | 'up' | 'level';
      readonly photo: Photo;
    }
  | { readonly type: 'camera-pitch'; readonly direction: 'down' | 'up' | 'level'; readonly photo: Photo };

/** `object` is a layout's short name: a landmark's colour, or "object" for the subject. */
export interface Place {
  readonly object: string;
  /** From the left border, percent of the picture's width, in steps of LAYOUT_STEP. */
  readonly percent: number;
  /** Of the subject alone: side of the square of its visible area, in logarithmic steps (`sizeOf` of layout). */
  readonly size?: number;
  /** In the second photo of a pair: the same of the first photo, when the object is clearly visible there too. */
  readonly first?: Pick<Place, 'percent' | 'size'>;
}

export interface LayoutShift {
  readonly object: string;
  /** Percent of the picture's width, right positive. */
  readonly percent: number;
}

export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** compact: few tokens, one wording, for models that are trained from scratch. varied: for people and large models. */
export type Wording = 'compact' | 'varied';
