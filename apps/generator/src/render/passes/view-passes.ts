/** Further pictures of a view, beside colour: depth, normals, instance mask, object coordinates, as plain numbers. */
import type { PassObject } from '@parallax/dataset';
import type { PlacedShape } from '../stage.ts';
import { SKY_NUMBER } from '../stage.ts';
import type { GeometryPixels } from './geometry-pass.ts';

/** Millimetres in 16 bits end here: further surfaces read as nothing. */
const MOST_MILLIMETRES = 65_535;
/** Steps of a coordinate: 0 is kept for "no object". */
const STEPS = 65_534;

/** Top row first. Encodings are those of `PassRow`, which says what the numbers mean. */
export interface ViewPasses {
  readonly depth: Uint16Array;
  readonly normals: Uint8Array;
  readonly mask: Uint8Array;
  readonly coordinates: Uint16Array;
  readonly objects: readonly PassObject[];
}

/** The table that turns mask numbers into objects and coordinates into metres of the object's frame. */
export function passObjects(placed: readonly PlacedShape[]): PassObject[] {
  return placed.map(({ object, shape: { position } }, k) => {
    const low: [number, number, number] = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < position.length; i++) {
      low[i % 3] = Math.min(low[i % 3]!, position[i]!);
      high[i % 3] = Math.max(high[i % 3]!, position[i]!);
    }
    const span = Math.max(high[0]! - low[0], high[1]! - low[1], high[2]! - low[2]);
    const { scale, objectId } = object;
    return {
      number: k + 1,
      objectId,
      low: [low[0] * scale, low[1] * scale, low[2] * scale],
      span: span * scale,
      scale,
    };
  });
}

/** @param numbers RGBA of the number pass, bottom row first, as the geometry pixels are. */
export function viewPasses(
  { normalDepth, point }: GeometryPixels,
  numbers: Uint8Array,
  sizePx: number,
  objects: readonly PassObject[],
): ViewPasses {
  const count = sizePx * sizePx;
  const depth = new Uint16Array(count);
  const normals = new Uint8Array(count * 3);
  const mask = new Uint8Array(count);
  const coordinates = new Uint16Array(count * 3);
  for (let to = 0; to < count; to++) {
    const row = sizePx - 1 - Math.floor(to / sizePx);
    const from = (row * sizePx + (to % sizePx)) * 4;
    const millimetres = Math.round(normalDepth[from + 3]! * 1000);
    if (millimetres > 0) {
      depth[to] = millimetres > MOST_MILLIMETRES ? 0 : millimetres;
      for (let k = 0; k < 3; k++) {
        normals[to * 3 + k] = Math.round(128 + 127 * clamp(normalDepth[from + k]!, -1, 1));
      }
    }
    const number = numbers[from]!;
    if (number === SKY_NUMBER) continue;
    mask[to] = number;
    const object = objects[number - 1];
    if (object === undefined) continue;
    const { low, span, scale } = object;
    for (let k = 0; k < 3; k++) {
      const share = clamp((point[from + k]! * scale - low[k]!) / span, 0, 1);
      coordinates[to * 3 + k] = 1 + Math.round(share * STEPS);
    }
  }
  return { depth, normals, mask, coordinates, objects };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
