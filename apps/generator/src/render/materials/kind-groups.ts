/**
 * One draw a pattern. A software rasteriser computes every branch of a shader for every pixel, so triangles are drawn by
 * programs that hold their own pattern alone, and the sky, which is not lit, by a trivial one.
 */
import { BufferAttribute, BufferGeometry } from 'three';
import { patterns } from '../../assets/paint/paint.ts';
import { SKY_NUMBER } from '../stage.ts';

/**
 * Material index for triangles of all patterns in one draw. The plain look keeps it: its patterns are cheap, and where
 * surfaces coincide the order of triangles decides what is seen, so that sorting would change published pictures.
 */
export const ANY_KIND = patterns.length + 1;
/** Material index of the sky; those of the others are the numbers of their patterns. */
export const SKY_KIND = patterns.length;

/** The stage's vertices with triangles sorted by pattern, stably, one group each; attributes are shared, not copied. */
export function groupByKind(stage: BufferGeometry, byPattern: boolean): BufferGeometry {
  const grouped = new BufferGeometry();
  for (const [name, attribute] of Object.entries(stage.attributes)) grouped.setAttribute(name, attribute);
  const index = stage.getIndex()!.array;
  const [surface, number] = [stage.getAttribute('surface').array, stage.getAttribute('objectNumber').array];
  const kindOf = (vertex: number): number =>
    number[vertex] === SKY_NUMBER ? SKY_KIND : byPattern ? Math.round(surface[4 * vertex]!) : ANY_KIND;
  const counts = new Uint32Array(ANY_KIND + 1);
  for (let i = 0; i < index.length; i += 3) counts[kindOf(index[i]!)]! += 3;
  const next = new Uint32Array(ANY_KIND + 1);
  let start = 0;
  for (const [kind, count] of counts.entries()) {
    if (count > 0) grouped.addGroup(start, count, kind);
    next[kind] = start;
    start += count;
  }
  const sorted = new Uint32Array(index.length);
  for (let i = 0; i < index.length; i += 3) {
    const kind = kindOf(index[i]!);
    sorted.set([index[i]!, index[i + 1]!, index[i + 2]!], next[kind]!);
    next[kind]! += 3;
  }
  return grouped.setIndex(new BufferAttribute(sorted, 1));
}
