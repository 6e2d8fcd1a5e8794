/** A model file as an object of the catalogue: normalised like the procedural ones, textures brought to one size. */
import { DataFormatError } from '@parallax/lab';
import { type ColourName, nearestColour } from '../assets/paint/palette.ts';
import type { Shape } from '../assets/shape.ts';
import { decodeTextures } from './decode-textures.ts';
import { type FlatModel, flattenDocument } from './gltf/flatten-document.ts';
import { readModelFile } from './gltf/read-model-file.ts';
import { meanColour } from './mean-colour.ts';
import type { FrontAxis } from './models-config.ts';

export interface LoadedModel {
  /** Of the file and all it names: the same content is the same object. */
  readonly digest: string;
  readonly shape: Shape;
  readonly colour: ColourName;
}

const MOST_TRIANGLES = 300_000;
/** About +Y, so that the front comes to +Z. */
const TURNS: Record<FrontAxis, readonly [cos: number, sin: number]> = {
  '+z': [1, 0],
  '-z': [-1, 0],
  '+x': [0, -1],
  '-x': [0, 1],
};

/**
 * @param root folder that the files named by the model must lie in.
 * @throws DataFormatError as `readModelFile`, `decodeTextures`; `empty-model` without a triangle or extent,
 * `model-too-large` with more triangles than a picture of an object needs.
 */
export async function loadModel(path: string, root: string, front: FrontAxis): Promise<LoadedModel> {
  const { document, digest } = await readModelFile(path, root);
  const flat = flattenDocument(document);
  const triangles = flat.index.length / 3;
  if (triangles > MOST_TRIANGLES) {
    throw new DataFormatError('model-too-large', `${path} has ${triangles} triangles.`, {
      remedy: `Simplify it to at most ${MOST_TRIANGLES}.`,
    });
  }
  const extent = triangles > 0 ? extentOf(flat.position) : 0;
  if (!(extent > 0 && Number.isFinite(extent))) {
    throw new DataFormatError('empty-model', `${path} has nothing to see (${triangles} triangles).`, {
      remedy: 'Check that its default scene holds meshes of triangles.',
    });
  }
  const textures = await decodeTextures(path, flat.textures);
  const shape = shapeOf(flat, front, textures);
  return { digest, shape, colour: nearestColour(meanColour(shape)) };
}

function shapeOf(flat: FlatModel, front: FrontAxis, layers: readonly Uint8Array[]): Shape {
  const position = turned(flat.position, TURNS[front]);
  withdrawUnused(position, flat.index);
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  for (let i = 0; i < position.length; i++) {
    low[i % 3] = Math.min(low[i % 3]!, position[i]!);
    high[i % 3] = Math.max(high[i % 3]!, position[i]!);
  }
  const size = [high[0]! - low[0]!, high[1]! - low[1]!, high[2]! - low[2]!] as const;
  const scale = 1 / Math.max(...size);
  const origin = [(low[0]! + high[0]!) / 2, low[1]!, (low[2]! + high[2]!) / 2];
  const colour = Float32Array.from(flat.colour);
  const surface = Float32Array.from(
    flat.roughness.flatMap((roughness, k) => [0, 1, roughness, flat.glow[k]!]),
  );
  const texel = flat.texture.flatMap((layer, k) => [flat.uv[k * 2]!, flat.uv[k * 2 + 1]!, layer]);
  return {
    position: position.map((value, i) => (value - origin[i % 3]!) * scale),
    normal: turned(flat.normal, TURNS[front]),
    colour,
    second: colour,
    surface,
    index: Uint32Array.from(flat.index),
    size: [size[0] * scale, size[1] * scale, size[2] * scale],
    ...(layers.length > 0 && { texture: { texel: Float32Array.from(texel), layers } }),
  };
}

/** Vertices of no triangle go to where one is: they must not count in bounds. */
function withdrawUnused(position: Float32Array, index: readonly number[]): void {
  const used = new Uint8Array(position.length / 3);
  for (const vertex of index) used[vertex] = 1;
  const first = index[0]! * 3;
  for (const [vertex, inUse] of used.entries()) {
    if (!inUse) position.copyWithin(vertex * 3, first, first + 3);
  }
}

function turned(source: readonly number[], [cos, sin]: readonly [number, number]): Float32Array {
  const out = new Float32Array(source.length);
  for (let i = 0; i < source.length; i += 3) {
    const [x, z] = [source[i]!, source[i + 2]!];
    out[i] = cos * x + sin * z;
    out[i + 1] = source[i + 1]!;
    out[i + 2] = -sin * x + cos * z;
  }
  return out;
}

function extentOf(position: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of position) {
    // NaN fails every comparison: it must not slip through as a small extent.
    if (!Number.isFinite(value)) return Number.NaN;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
