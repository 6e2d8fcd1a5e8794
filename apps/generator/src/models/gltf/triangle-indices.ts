/** Triangles of a primitive, whatever its mode: lists, strips and fans; points and lines have none. */
import { Primitive } from '@gltf-transform/core';
import { DataFormatError } from '@parallax/lab';

/** @throws DataFormatError `damaged-model` for an index without a vertex. */
export function triangleIndices(primitive: Primitive): number[] {
  const vertices = primitive.getAttribute('POSITION')?.getCount() ?? 0;
  const stored = primitive.getIndices()?.getArray();
  const list = stored ? Array.from(stored) : Array.from({ length: vertices }, (_, k) => k);
  const stray = list.find((vertex) => vertex >= vertices);
  if (stray !== undefined) {
    throw new DataFormatError(
      'damaged-model',
      `A mesh has ${vertices} vertices and refers to number ${stray}.`,
      {
        remedy: 'Export the model again.',
      },
    );
  }
  const { TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN } = Primitive.Mode;
  const mode = primitive.getMode();
  if (mode === TRIANGLES) return list.slice(0, list.length - (list.length % 3));
  const out: number[] = [];
  for (let k = 2; k < list.length; k++) {
    const [a, b, c] = [list[k - 2]!, list[k - 1]!, list[k]!];
    if (mode === TRIANGLE_FAN) out.push(list[0]!, b, c);
    else if (mode === TRIANGLE_STRIP) out.push(...(k % 2 === 0 ? [a, b, c] : [b, a, c]));
  }
  return out;
}
