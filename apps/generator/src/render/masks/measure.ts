/** Turns mask pixels into VisibleObject records. Pixels arrive bottom row first, as GL reads them. */
import type { VisibleObject } from '@parallax/dataset/schema';

/**
 * @param numbers RGBA of the number pass; red = object number, 0 = background.
 * @param silhouettes RGBA of the four silhouette attachments; channel k of attachment j = object 4j + k + 1.
 * @param objectIds id of object number i + 1.
 * @returns objects with at least one visible pixel, in the order of their numbers.
 */
export function measureVisible(
  numbers: Uint8Array,
  silhouettes: readonly Uint8Array[],
  sizePx: number,
  objectIds: readonly string[],
): VisibleObject[] {
  const count = objectIds.length;
  const pixels = new Uint32Array(count);
  const [sumX, sumY] = [new Float64Array(count), new Float64Array(count)];
  const boxes = objectIds.map(() => [sizePx, sizePx, 0, 0] as [number, number, number, number]);
  for (let row = 0; row < sizePx; row++) {
    const y = sizePx - 1 - row;
    for (let x = 0; x < sizePx; x++) {
      const k = numbers[(row * sizePx + x) * 4]! - 1;
      if (k < 0 || k >= count) continue;
      pixels[k]!++;
      sumX[k]! += x + 0.5;
      sumY[k]! += y + 0.5;
      const box = boxes[k]!;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x >= box[2]) box[2] = x + 1;
      if (y >= box[3]) box[3] = y + 1;
    }
  }
  return objectIds.flatMap((objectId, k) => {
    const visible = pixels[k]!;
    if (visible === 0) return [];
    const own = silhouetteArea(silhouettes[k >> 2]!, k & 3);
    // A pixel on a shared edge may fall to the object in one pass only: never above 1.
    const fraction = Math.min(1, visible / Math.max(own, 1));
    const centroid: [number, number] = [sumX[k]! / visible, sumY[k]! / visible];
    return [{ objectId, pixels: visible, fraction, box: boxes[k]!, centroid }];
  });
}

function silhouetteArea(rgba: Uint8Array, channel: number): number {
  let area = 0;
  for (let i = channel; i < rgba.length; i += 4) if (rgba[i]! > 127) area++;
  return area;
}
