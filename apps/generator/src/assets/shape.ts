/**
 * Builds an object out of painted solids. Object frame: +Y up, +Z out of the object's front, +X to its left hand
 * (a viewer who faces the front sees +X on the right).
 */
import { Euler, Matrix3, Matrix4, Quaternion, Vector3 } from 'three';
import { type Paint, patterns } from './paint/paint.ts';
import { linearOf } from './paint/palette.ts';
import {
  capsule,
  extrusion,
  lathe,
  type Points,
  roundedBox,
  type Solid,
  torus,
  unitBox,
  unitCylinder,
  unitSphere,
} from './primitives.ts';

export type Triple = readonly [number, number, number];

export interface Place {
  readonly at?: Triple;
  /** Degrees about x, then y, then z. */
  readonly turn?: Triple;
  /** Along the solid's own axes, before it is turned. */
  readonly scale?: Triple;
}

/** Part of the object's flat top on which other things may stand, `width` along x, `depth` along z, in its middle. */
export interface Support {
  readonly width: number;
  readonly depth: number;
}

/** Edge of every colour texture, pixels: all layers of one array texture are of one size. */
export const TEXTURE_PX = 512;

/** Colour textures of a model; the procedural objects have none. */
export interface ShapeTexture {
  /** u, v and layer of each vertex; layer -1 = no texture. u to the right, v down, both repeat. */
  readonly texel: Float32Array;
  /** RGBA of TEXTURE_PX squared, sRGB, top row first. */
  readonly layers: readonly Uint8Array[];
}

/** Vertex arrays of one object; `surface` is (pattern, frequency, roughness, glow); colours are linear light. */
export interface Shape {
  readonly position: Float32Array;
  readonly normal: Float32Array;
  readonly colour: Float32Array;
  readonly second: Float32Array;
  readonly surface: Float32Array;
  readonly index: Uint32Array;
  /** Full extent along x, y, z. */
  readonly size: Triple;
  readonly support?: Support;
  /** Multiplies `colour`. */
  readonly texture?: ShapeTexture;
}

const RADIANS = Math.PI / 180;

export class ShapeBuilder {
  readonly #position: number[] = [];
  readonly #normal: number[] = [];
  readonly #colour: number[] = [];
  readonly #second: number[] = [];
  readonly #surface: number[] = [];
  readonly #index: number[] = [];
  #support: Support | undefined;

  box(size: Triple, paint: Paint, place: Place = {}): this {
    return this.#add(unitBox(), size, paint, place);
  }

  rounded(size: Triple, radius: number, paint: Paint, place: Place = {}): this {
    const safe = Math.min(radius, 0.49 * Math.min(...size));
    return this.#add(roundedBox(size[0], size[1], size[2], safe), [1, 1, 1], paint, place);
  }

  /** An ellipsoid; `size` is its full extent. */
  ball(size: Triple, paint: Paint, place: Place = {}): this {
    return this.#add(unitSphere(), size, paint, place);
  }

  /** Upright; `ratio` = top radius / bottom radius. */
  cylinder(radius: number, height: number, paint: Paint, place: Place = {}, ratio = 1, sides = 22): this {
    return this.#add(unitCylinder(ratio, sides), [2 * radius, height, 2 * radius], paint, place);
  }

  /** A disc-like cylinder whose axis is x: wheels. */
  wheel(radius: number, width: number, tyre: Paint, hub: Paint, at: Triple): this {
    this.cylinder(radius, width, tyre, { at, turn: [0, 0, 90] });
    return this.cylinder(radius * 0.55, width * 1.06, hub, { at, turn: [0, 0, 90] }, 1, 12);
  }

  /** A disc-like cylinder whose axis is z: lenses, dials, buttons. */
  disc(radius: number, depth: number, paint: Paint, at: Triple): this {
    return this.cylinder(radius, depth, paint, { at, turn: [90, 0, 0] });
  }

  ring(radius: number, tube: number, paint: Paint, place: Place = {}, arcDeg = 360): this {
    return this.#add(torus(radius, tube, arcDeg), [1, 1, 1], paint, place);
  }

  capsule(radius: number, length: number, paint: Paint, place: Place = {}): this {
    return this.#add(capsule(radius, length), [1, 1, 1], paint, place);
  }

  lathe(profile: Points, paint: Paint, place: Place = {}): this {
    return this.#add(lathe(profile), [1, 1, 1], paint, place);
  }

  extrude(outline: Points, depth: number, paint: Paint, place: Place = {}, bevel = 0): this {
    return this.#add(extrusion(outline, depth, bevel), [1, 1, 1], paint, place);
  }

  /** A round rod between two points. */
  rod(from: Triple, to: Triple, radius: number, paint: Paint, ratio = 1): this {
    const axis = new Vector3(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
    const length = axis.length();
    const turn = new Quaternion().setFromUnitVectors(new Vector3(0, 1, 0), axis.normalize());
    const middle = new Vector3((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2);
    const matrix = new Matrix4().compose(middle, turn, new Vector3(2 * radius, length, 2 * radius));
    return this.#append(unitCylinder(ratio, 12), matrix, paint);
  }

  /** Four rods from (±x, top, ±z) down to the floor, spread by `splay` at the foot. */
  legs(x: number, z: number, top: number, radius: number, paint: Paint, splay = 0): this {
    for (const sx of [-1, 1])
      for (const sz of [-1, 1])
        this.rod([sx * (x + splay), 0, sz * (z + splay)], [sx * x, top, sz * z], radius, paint, 1.15);
    return this;
  }

  /** Says that things may stand on the object's top, in a rectangle around its middle. */
  support(width: number, depth: number): this {
    this.#support = { width, depth };
    return this;
  }

  /** The parts where they are, unscaled: for what is drawn in world coordinates. */
  raw(): Shape {
    return this.#shape(Float32Array.from(this.#position), 1, [0, 0, 0]);
  }

  /** Moves the object's foot to the origin and scales its largest extent to `extent`; `as is` keeps the size. */
  finish(extent: number | 'as is' = 1): Shape {
    const position = Float32Array.from(this.#position);
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < position.length; i++) {
      low[i % 3] = Math.min(low[i % 3]!, position[i]!);
      high[i % 3] = Math.max(high[i % 3]!, position[i]!);
    }
    const size: Triple = [high[0]! - low[0]!, high[1]! - low[1]!, high[2]! - low[2]!];
    const scale = extent === 'as is' ? 1 : extent / Math.max(...size);
    const origin = [(low[0]! + high[0]!) / 2, low[1]!, (low[2]! + high[2]!) / 2];
    for (let i = 0; i < position.length; i++) position[i] = (position[i]! - origin[i % 3]!) * scale;
    return this.#shape(position, scale, size);
  }

  #shape(position: Float32Array, scale: number, size: Triple): Shape {
    const support = this.#support;
    return {
      position,
      normal: Float32Array.from(this.#normal),
      colour: Float32Array.from(this.#colour),
      second: Float32Array.from(this.#second),
      surface: Float32Array.from(this.#surface),
      index: Uint32Array.from(this.#index),
      size: [size[0] * scale, size[1] * scale, size[2] * scale],
      ...(support && { support: { width: support.width * scale, depth: support.depth * scale } }),
    };
  }

  #add(solid: Solid, size: Triple, paint: Paint, place: Place): this {
    const { at = [0, 0, 0], turn = [0, 0, 0], scale = [1, 1, 1] } = place;
    const euler = new Euler(turn[0] * RADIANS, turn[1] * RADIANS, turn[2] * RADIANS, 'ZYX');
    const rotation = new Quaternion().setFromEuler(euler);
    return this.#append(
      solid,
      new Matrix4().compose(
        new Vector3(...at),
        rotation,
        new Vector3(...size).multiply(new Vector3(...scale)),
      ),
      paint,
    );
  }

  #append(solid: Solid, matrix: Matrix4, paint: Paint): this {
    const first = this.#position.length / 3;
    const normalMatrix = new Matrix3().getNormalMatrix(matrix);
    const vector = new Vector3();
    const colour = paint.colour.map(linearOf);
    const second = paint.second.map(linearOf);
    const surface = [patterns.indexOf(paint.pattern), paint.frequency, paint.roughness, paint.glow];
    for (let i = 0; i < solid.position.length; i += 3) {
      vector.fromArray(solid.position, i).applyMatrix4(matrix);
      this.#position.push(vector.x, vector.y, vector.z);
      vector.fromArray(solid.normal, i).applyMatrix3(normalMatrix).normalize();
      this.#normal.push(vector.x, vector.y, vector.z);
      this.#colour.push(colour[0]!, colour[1]!, colour[2]!);
      this.#second.push(second[0]!, second[1]!, second[2]!);
      this.#surface.push(surface[0]!, surface[1]!, surface[2]!, surface[3]!);
    }
    for (const vertex of solid.index) this.#index.push(first + vertex);
    return this;
  }
}
