/** A glTF document as plain triangles in its own frame: node transforms and skins applied, materials reduced. */
import type { Document, Node, Primitive, Texture } from '@gltf-transform/core';
import { Matrix3, Vector3 } from 'three';
import { placementOf } from './placement.ts';
import { reduceMaterial } from './reduce-material.ts';
import { triangleIndices } from './triangle-indices.ts';

/** Arrays grow a vertex at a time; colours are linear light; `texture` is -1 where there is none. */
export interface FlatModel {
  readonly position: number[];
  readonly normal: number[];
  readonly colour: number[];
  readonly uv: number[];
  readonly texture: number[];
  readonly roughness: number[];
  readonly glow: number[];
  readonly index: number[];
  /** In the order in which `texture` counts them. */
  readonly textures: Texture[];
}

/** Vertices of the default scene (or of all nodes, where a file has none). Morph targets keep their base shape. */
export function flattenDocument(document: Document): FlatModel {
  const flat: FlatModel = {
    ...{ position: [], normal: [], colour: [], uv: [], texture: [] },
    ...{ roughness: [], glow: [], index: [], textures: [] },
  };
  const root = document.getRoot();
  const scene = root.getDefaultScene() ?? root.listScenes()[0];
  const visit = (node: Node): void => {
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) append(flat, node, primitive);
  };
  if (scene === undefined) root.listNodes().forEach(visit);
  else scene.traverse(visit);
  return flat;
}

function append(flat: FlatModel, node: Node, primitive: Primitive): void {
  const positions = primitive.getAttribute('POSITION');
  const material = reduceMaterial(primitive.getMaterial());
  if (positions === null || material === null) return;
  const normals = primitive.getAttribute('NORMAL');
  const colours = primitive.getAttribute('COLOR_0');
  const uvs = primitive.getAttribute(`TEXCOORD_${material.texCoord}`);
  const texture = uvs === null || material.texture === null ? -1 : textureNumber(flat, material.texture);
  const triangles = triangleIndices(primitive);
  // Without normals each triangle has vertices of its own.
  const vertices = normals === null ? triangles : positions.getCount();
  const order = typeof vertices === 'number' ? Array.from({ length: vertices }, (_, k) => k) : vertices;
  const placeAt = placementOf(node, primitive);
  const first = flat.position.length / 3;
  const [point, direction] = [new Vector3(), new Vector3()];
  const element: number[] = [];
  let mirrored = false;
  for (const vertex of order) {
    const matrix = placeAt(vertex);
    mirrored = matrix.determinant() < 0;
    point.fromArray(positions.getElement(vertex, element)).applyMatrix4(matrix);
    flat.position.push(point.x, point.y, point.z);
    if (normals !== null) direction.fromArray(normals.getElement(vertex, element));
    direction.applyNormalMatrix(new Matrix3().getNormalMatrix(matrix));
    flat.normal.push(direction.x, direction.y, direction.z);
    const tint = colours?.getElement(vertex, element) ?? [1, 1, 1];
    for (const k of [0, 1, 2] as const) flat.colour.push(material.colour[k] * tint[k]!);
    const [u = 0, v = 0] = uvs?.getElement(vertex, element) ?? [];
    flat.uv.push(...material.placeUv(u, v));
    flat.texture.push(texture);
    flat.roughness.push(material.roughness);
    flat.glow.push(material.glow);
  }
  const own = normals === null ? order.map((_, k) => k) : triangles;
  const outside = mirrored ? reversed(own) : own;
  if (normals === null) setFaceNormals(flat, first, outside);
  for (const vertex of outside) flat.index.push(first + vertex);
  if (!material.doubleSided) return;
  // One side only is drawn: the other is a copy that looks the other way.
  const copy = copyVertices(flat, first);
  for (const vertex of reversed(outside)) flat.index.push(copy + vertex);
}

function setFaceNormals(flat: FlatModel, first: number, triangles: readonly number[]): void {
  const corner = [new Vector3(), new Vector3(), new Vector3()] as const;
  for (let i = 0; i < triangles.length; i += 3) {
    for (const k of [0, 1, 2] as const) corner[k].fromArray(flat.position, (first + triangles[i + k]!) * 3);
    const normal = corner[1].sub(corner[0]).cross(corner[2].sub(corner[0])).normalize();
    for (const k of [0, 1, 2]) normal.toArray(flat.normal, (first + triangles[i + k]!) * 3);
  }
}

/** Copies of all vertices from `first` on, with turned normals. @returns the first copy. */
function copyVertices(flat: FlatModel, first: number): number {
  const end = flat.position.length / 3;
  const copy = (array: number[], size: number, sign = 1): void => {
    for (let i = first * size; i < end * size; i++) array.push(sign * array[i]!);
  };
  copy(flat.position, 3);
  copy(flat.normal, 3, -1);
  copy(flat.colour, 3);
  copy(flat.uv, 2);
  for (const array of [flat.texture, flat.roughness, flat.glow]) copy(array, 1);
  return end;
}

/** Triangles with the other side out. */
function reversed(triangles: readonly number[]): number[] {
  return triangles.map((_, i) => triangles[i % 3 === 0 ? i : i % 3 === 1 ? i + 1 : i - 1]!);
}

function textureNumber({ textures }: FlatModel, texture: Texture): number {
  const known = textures.indexOf(texture);
  return known >= 0 ? known : textures.push(texture) - 1;
}
