/** Merges a scene's objects, floor and sky into one vertex buffer, in world space. */
import type { SceneObject } from '@parallax/dataset/schema';
import { BufferAttribute, BufferGeometry } from 'three';
import { patterns } from '../assets/paint/paint.ts';
import { linearOf, type Rgb } from '../assets/paint/palette.ts';
import type { Shape } from '../assets/shape.ts';
import type { SceneLook } from '../scenes/look.ts';

export interface PlacedShape {
  readonly object: SceneObject;
  readonly shape: Shape;
}

/** The sky's number in the merged buffer: it is no object, and unlike the floor it has no depth. */
export const SKY_NUMBER = 255;

const FLOOR_RADIUS = 40;
const FLOOR_SEGMENTS = 48;
const SKY_RADIUS = 45;
const SKY_RINGS = 12;
/** Vertices of one kind before they are merged; `number` is the object's number in the mask, 0 = background. */
interface Part {
  readonly shape: Omit<Shape, 'size'>;
  readonly number: number;
  readonly rest: Float32Array;
}

/** Object k of `placed` gets number k + 1; `backdrop` stands in world coordinates and is background. */
export function buildStage(
  placed: readonly PlacedShape[],
  look: SceneLook,
  backdrop?: Shape,
): BufferGeometry {
  const parts: Part[] = placed.map(({ object, shape }, k) => ({
    shape: { ...shape, ...toWorld(shape, object) },
    number: k + 1,
    rest: shape.position,
  }));
  if (backdrop !== undefined) parts.push({ shape: backdrop, number: 0, rest: backdrop.position });
  parts.push(floorPart(look), skyPart(look));
  return merge(parts);
}

/** World positions and normals of a placed shape: scaled, turned about +Y, moved. */
export function toWorld(
  shape: Pick<Shape, 'position' | 'normal'>,
  object: Pick<SceneObject, 'position' | 'yawDeg' | 'scale'>,
): { position: Float32Array; normal: Float32Array } {
  const yaw = (object.yawDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  const turn = (source: Float32Array, scale: number, offset: readonly number[]): Float32Array => {
    const out = new Float32Array(source.length);
    for (let i = 0; i < source.length; i += 3) {
      const [x, y, z] = [source[i]! * scale, source[i + 1]! * scale, source[i + 2]! * scale];
      out[i] = cos * x + sin * z + offset[0]!;
      out[i + 1] = y + offset[1]!;
      out[i + 2] = -sin * x + cos * z + offset[2]!;
    }
    return out;
  };
  return {
    position: turn(shape.position, object.scale, object.position),
    normal: turn(shape.normal, 1, [0, 0, 0]),
  };
}

function floorPart({ floor }: SceneLook): Part {
  const rim = Array.from({ length: FLOOR_SEGMENTS }, (_, k) => {
    const angle = (2 * Math.PI * k) / FLOOR_SEGMENTS;
    return [FLOOR_RADIUS * Math.cos(angle), 0, -FLOOR_RADIUS * Math.sin(angle)];
  });
  const position = Float32Array.from([0, 0, 0, ...rim.flat()]);
  const index = rim.flatMap((_, k) => [0, 1 + k, 1 + ((k + 1) % FLOOR_SEGMENTS)]);
  const vertices = position.length / 3;
  const turn = (floor.turnDeg * Math.PI) / 180;
  const rest = new Float32Array(position.length);
  for (let i = 0; i < position.length; i += 3) {
    rest[i] = Math.cos(turn) * position[i]! + Math.sin(turn) * position[i + 2]!;
    rest[i + 2] = -Math.sin(turn) * position[i]! + Math.cos(turn) * position[i + 2]!;
  }
  return {
    shape: {
      position,
      normal: fill(vertices, [0, 1, 0]),
      colour: fill(vertices, floor.colour.map(linearOf)),
      second: fill(vertices, floor.second.map(linearOf)),
      surface: fill(vertices, [patterns.indexOf(floor.pattern), floor.frequency, 0.95, 0]),
      index: Uint32Array.from(index),
    },
    number: 0,
    rest,
  };
}

/** A dome seen from inside: horizon colour below, zenith colour above, not lit. */
function skyPart({ sky }: SceneLook): Part {
  const [position, colour, index]: [number[], number[], number[]] = [[], [], []];
  for (let ring = 0; ring <= SKY_RINGS; ring++) {
    const elevation = (ring / SKY_RINGS) * (Math.PI / 2 + 0.2) - 0.2;
    const share = Math.max(0, Math.sin(elevation)) ** 0.6;
    for (let k = 0; k < FLOOR_SEGMENTS; k++) {
      const angle = (2 * Math.PI * k) / FLOOR_SEGMENTS;
      const level = SKY_RADIUS * Math.cos(elevation);
      position.push(level * Math.cos(angle), SKY_RADIUS * Math.sin(elevation), level * Math.sin(angle));
      colour.push(...blend(sky.horizon, sky.zenith, share));
      if (ring === SKY_RINGS) continue;
      const [a, b] = [ring * FLOOR_SEGMENTS + k, ring * FLOOR_SEGMENTS + ((k + 1) % FLOOR_SEGMENTS)];
      index.push(a, b, a + FLOOR_SEGMENTS, b, b + FLOOR_SEGMENTS, a + FLOOR_SEGMENTS);
    }
  }
  const vertices = position.length / 3;
  return {
    shape: {
      position: Float32Array.from(position),
      normal: fill(vertices, [0, 1, 0]),
      colour: Float32Array.from(colour),
      second: Float32Array.from(colour),
      surface: fill(vertices, [0, 1, 1, 1]),
      index: Uint32Array.from(index),
    },
    number: SKY_NUMBER,
    rest: new Float32Array(position.length),
  };
}

function merge(parts: readonly Part[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const join = (pick: (part: Part) => Float32Array, size: number): BufferAttribute => {
    const arrays = parts.map(pick);
    const out = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
    let at = 0;
    for (const array of arrays) {
      out.set(array, at);
      at += array.length;
    }
    return new BufferAttribute(out, size);
  };
  geometry.setAttribute(
    'position',
    join((part) => part.shape.position, 3),
  );
  geometry.setAttribute(
    'normal',
    join((part) => part.shape.normal, 3),
  );
  geometry.setAttribute(
    'color',
    join((part) => part.shape.colour, 3),
  );
  geometry.setAttribute(
    'second',
    join((part) => part.shape.second, 3),
  );
  geometry.setAttribute(
    'surface',
    join((part) => part.shape.surface, 4),
  );
  geometry.setAttribute(
    'rest',
    join((part) => part.rest, 3),
  );
  geometry.setAttribute(
    'objectNumber',
    join((part) => fill(part.rest.length / 3, [part.number]), 1),
  );
  if (parts.some(({ shape }) => shape.texture)) {
    const firstLayer = layerOffsets(parts);
    geometry.setAttribute(
      'texel',
      join((part) => texelOf(part, firstLayer.get(part)!), 3),
    );
  }
  const index: number[] = [];
  let first = 0;
  for (const { shape } of parts) {
    for (const vertex of shape.index) index.push(first + vertex);
    first += shape.position.length / 3;
  }
  geometry.setIndex(new BufferAttribute(Uint32Array.from(index), 1));
  return geometry;
}

/** Textures of all parts, one after the other; parts of one shape share its layers. */
function layerOffsets(parts: readonly Part[]): Map<Part, number> {
  const layers = stageTextures(parts);
  return new Map(parts.map((part) => [part, layers.indexOf(part.shape.texture?.layers[0] as Uint8Array)]));
}

/** Layers of the array texture that the stage's `texel` attribute counts. */
export function stageTextures(
  parts: readonly { readonly shape: Pick<Shape, 'texture'> }[],
): readonly Uint8Array[] {
  return [...new Set(parts.flatMap(({ shape }) => shape.texture?.layers ?? []))];
}

function texelOf({ shape, rest }: Part, firstLayer: number): Float32Array {
  if (shape.texture === undefined) return fill(rest.length / 3, [0, 0, -1]);
  return shape.texture.texel.map((value, i) => (i % 3 === 2 && value >= 0 ? value + firstLayer : value));
}

function fill(vertices: number, value: readonly number[]): Float32Array {
  const out = new Float32Array(vertices * value.length);
  for (let i = 0; i < out.length; i++) out[i] = value[i % value.length]!;
  return out;
}

function blend(a: Rgb, b: Rgb, share: number): number[] {
  return a.map((component, k) => linearOf(component + (b[k]! - component) * share));
}
