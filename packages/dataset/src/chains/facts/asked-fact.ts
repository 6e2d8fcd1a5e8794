/** Facts that one kind of question asks for: directions for others, imagined actions, measures of rooms, boards, tiles. */

/** Eight parts of the level circle around straight ahead. */
export type EightWay =
  | 'front'
  | 'front-right'
  | 'right'
  | 'back-right'
  | 'back'
  | 'back-left'
  | 'left'
  | 'front-left';

/** Directions of a picture that is a map. */
export type MapWay =
  | 'right'
  | 'upper right'
  | 'above'
  | 'upper left'
  | 'left'
  | 'lower left'
  | 'below'
  | 'lower right';

/** How cameras moved, and what moved beside them. */
export type AskedMotionFact =
  /** Length of the camera's move in percent of the first camera's distance to the object. */
  | { readonly type: 'move-percent'; readonly percent: number }
  /** From the first camera to another's about the object; counter-clockwise from above positive; whole degrees. */
  | { readonly type: 'around'; readonly photo: 2 | 3; readonly degrees: number }
  /** On the way around the object this one of three photos lies between the other two. */
  | { readonly type: 'photo-between'; readonly photo: 1 | 2 | 3 }
  /** Turn before or after a straight walk to the second camera; right positive, 180 = half a turn; whole degrees. */
  | { readonly type: 'walk-turn'; readonly when: 'before' | 'after'; readonly degrees: number }
  | { readonly type: 'object-moved'; readonly object: string; readonly moved: boolean }
  /** Along the line of sight of the first camera and across it. */
  | {
      readonly type: 'object-motion';
      readonly object: string;
      readonly way: 'away' | 'toward' | 'left' | 'right';
    }
  /** A thing among look-alikes, by its columns. */
  | { readonly type: 'same-thing'; readonly noun: string; readonly from: number; readonly to: number };

/** Where things are after an action, or for somebody else. */
export type AskedDirectionFact =
  /** From the viewing axis to the object, right positive, whole degrees; `after` the action of the question. */
  | {
      readonly type: 'bearing-degrees';
      readonly object: string;
      readonly degrees: number;
      readonly after: boolean;
    }
  /** Where the object is in the picture after the action of the question. */
  | {
      readonly type: 'after-action';
      readonly object: string;
      readonly place: 'half' | 'out';
      readonly side: 'left' | 'right';
    }
  /** From `other` to the object, along the ground; front is where the camera looks. */
  | {
      readonly type: 'camera-direction';
      readonly object: string;
      readonly other: string;
      readonly way: EightWay;
    }
  /** Where `other` is for the object, which looks along its own front. */
  | {
      readonly type: 'own-direction';
      readonly object: string;
      readonly other: string;
      readonly way: EightWay;
    }
  | {
      readonly type: 'standing-direction';
      readonly object: string;
      readonly toward: string;
      readonly target: string;
      readonly way: EightWay;
    }
  /** Which way an object's front points, for the camera (null) or for another object with a front. */
  | {
      readonly type: 'orientation';
      readonly object: string;
      readonly observer: string | null;
      readonly way: EightWay;
    }
  /** Where `other` is for somebody who walked from the camera straight to the object. */
  | {
      readonly type: 'walked-to';
      readonly object: string;
      readonly other: string;
      readonly side: 'front' | 'behind' | 'left' | 'right';
    }
  /** Turn from `toward` to `target` for somebody at the object; right positive, whole degrees. */
  | {
      readonly type: 'standing-turn';
      readonly object: string;
      readonly toward: string;
      readonly target: string;
      readonly degrees: number;
    }
  /** Turn at `at` for somebody who comes from the object and walks on to `target`; right positive. */
  | {
      readonly type: 'route-turn';
      readonly object: string;
      readonly at: string;
      readonly target: string;
      readonly degrees: number;
    };

/** Measures of rooms, boards and puzzles. */
export type AskedMeasureFact =
  /** Metres between closest points, one decimal. */
  | { readonly type: 'gap'; readonly object: string; readonly other: string; readonly metres: number }
  /** Between closest points, the object is nearer to `to` than `other` is. */
  | { readonly type: 'nearer-to'; readonly object: string; readonly other: string; readonly to: string }
  | { readonly type: 'longest-side'; readonly object: string; readonly centimetres: number }
  /** Metres, one decimal, the longer side first. */
  | { readonly type: 'floor-sides'; readonly long: number; readonly wide: number }
  | { readonly type: 'floor-area'; readonly squareMetres: number }
  | { readonly type: 'room-count'; readonly noun: string; readonly count: number }
  /** The first photo, from 1, that shows the object clearly. */
  | { readonly type: 'first-shown'; readonly object: string; readonly photo: number }
  /** Columns from the left and rows from the top, from 1. */
  | { readonly type: 'square'; readonly object: string; readonly column: number; readonly row: number }
  | {
      readonly type: 'board-direction';
      readonly object: string;
      readonly other: string;
      readonly way: MapWay;
    }
  | {
      readonly type: 'board-distance';
      readonly object: string;
      readonly other: string;
      readonly squares: number;
    }
  /** Length of a way from token to token; a closed one returns to the first. */
  | {
      readonly type: 'route-length';
      readonly stops: readonly string[];
      readonly closed: boolean;
      readonly squares: number;
    }
  /** Where a tile of a shuffled photo belongs; tiles, rows and columns from 1. */
  | { readonly type: 'tile'; readonly tile: number; readonly row: number; readonly column: number };
