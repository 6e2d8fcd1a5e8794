/** Small models written by an independent writer (glTF-Transform), for tests. */
import { Document, NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS, EXTMeshoptCompression, KHRDracoMeshCompression } from '@gltf-transform/extensions';
import draco3d from 'draco3dgltf';
import { MeshoptDecoder, MeshoptEncoder } from 'meshoptimizer';

export interface MadeModelOptions {
  /** Middle and full size of each box, in the file's frame. */
  readonly boxes: readonly { readonly at: readonly number[]; readonly size: readonly number[] }[];
  /** PNG or JPEG that every face shows. */
  readonly picture?: { readonly bytes: Uint8Array; readonly mimeType: string };
  readonly compression?: 'draco' | 'meshopt';
  readonly colour?: readonly [number, number, number, number];
}

/** Faces as (normal axis, sign): corners counter-clockwise from outside, u to the right, v down. */
const FACES = [0, 1, 2].flatMap((axis) => [1, -1].map((sign) => ({ axis, sign })));

export async function writeModel(path: string, options: MadeModelOptions): Promise<void> {
  const io = await openIo();
  await io.write(path, makeDocument(options));
}

export async function openIo(): Promise<NodeIO> {
  await Promise.all([MeshoptDecoder.ready, MeshoptEncoder.ready]);
  // The package has no types for its encoder; the writer only hands it on.
  const draco = draco3d as unknown as { createEncoderModule(): Promise<unknown> };
  return new NodeIO().registerExtensions([...ALL_EXTENSIONS]).registerDependencies({
    'draco3d.decoder': await draco3d.createDecoderModule(),
    'draco3d.encoder': await draco.createEncoderModule(),
    'meshopt.decoder': MeshoptDecoder,
    'meshopt.encoder': MeshoptEncoder,
  });
}

/** One node a box: moved by its translation, sized by its scale. */
export function makeDocument({ boxes, picture, compression, colour }: MadeModelOptions): Document {
  const document = new Document();
  const buffer = document.createBuffer();
  const { position, normal, uv, index } = unitBox();
  const accessor = (
    type: 'VEC3' | 'VEC2' | 'SCALAR',
    array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
  ) => document.createAccessor().setType(type).setArray(array).setBuffer(buffer);
  const material = document.createMaterial('paint').setBaseColorFactor([...(colour ?? [1, 1, 1, 1])]);
  if (picture !== undefined) {
    const texture = document.createTexture('picture').setMimeType(picture.mimeType);
    material.setBaseColorTexture(texture.setImage(new Uint8Array(picture.bytes)));
  }
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', Float32Array.from(position)))
    .setAttribute('NORMAL', accessor('VEC3', Float32Array.from(normal)))
    .setAttribute('TEXCOORD_0', accessor('VEC2', Float32Array.from(uv)))
    .setIndices(accessor('SCALAR', Uint16Array.from(index)))
    .setMaterial(material);
  const mesh = document.createMesh().addPrimitive(primitive);
  const scene = document.createScene();
  for (const { at, size } of boxes) {
    const node = document.createNode().setMesh(mesh);
    scene.addChild(
      node
        .setTranslation([...at] as [number, number, number])
        .setScale([...size] as [number, number, number]),
    );
  }
  if (compression === 'draco') document.createExtension(KHRDracoMeshCompression).setRequired(true);
  if (compression === 'meshopt') document.createExtension(EXTMeshoptCompression).setRequired(true);
  return document;
}

function unitBox(): Record<'position' | 'normal' | 'uv' | 'index', number[]> {
  const box = { position: [] as number[], normal: [] as number[], uv: [] as number[], index: [] as number[] };
  for (const { axis, sign } of FACES) {
    const first = box.position.length / 3;
    for (const [u, v] of [
      [0, 1],
      [1, 1],
      [1, 0],
      [0, 0],
    ] as const) {
      const [a, b] = [(axis + 1) % 3, (axis + 2) % 3];
      // Seen from outside: side faces stand with v down along -y.
      const [right, up] = axis === 1 ? [a, b] : axis === 0 ? [b, a] : [a, b];
      const point = [0, 0, 0];
      point[axis] = sign / 2;
      point[right] = (u - 0.5) * (axis === 0 ? -sign : sign);
      point[up] = 0.5 - v;
      box.position.push(...point);
      box.normal.push(...[0, 1, 2].map((k) => (k === axis ? sign : 0)));
      box.uv.push(u, v);
    }
    const [p, q, r] = [0, 1, 2].map((k) => box.position.slice((first + k) * 3, (first + k) * 3 + 3)) as [
      number[],
      number[],
      number[],
    ];
    const edge = (from: number[], to: number[], k: number): number => to[k]! - from[k]!;
    const [i, j] = [(axis + 1) % 3, (axis + 2) % 3];
    const outward = edge(p, q, i) * edge(q, r, j) - edge(p, q, j) * edge(q, r, i);
    const order = outward * sign > 0 ? [0, 1, 2, 0, 2, 3] : [0, 2, 1, 0, 3, 2];
    box.index.push(...order.map((k) => first + k));
  }
  return box;
}
