/**
 * Perceptual hash of a window of a picture: which low frequencies stand above their median. Scaling, recompression and a
 * change of brightness move few bits; another picture moves about half of them.
 */
import { type GreyPicture, readGrey, sampleWindow, type Window } from './grey-picture.ts';

/** 63 bits in two halves, high one first. */
export type PictureHash = readonly [high: number, low: number];

const SIDE_CELLS = 32;
const KEPT = 8;
/** The whole picture and its middle: a copy whose border was cut off meets the middle of its original. */
const CROPS = [1, 0.9, 0.8] as const;
/** Below this amplitude (grey levels of 255) a picture is a plain area and its bits are noise. */
const MIN_AMPLITUDE = 1;

/** cos((2x + 1) u pi / 64), row u. Source: DCT-II; the median rule is that of pHash (Zauner 2010). */
const COSINES = Float64Array.from({ length: KEPT * SIDE_CELLS }, (_, i) =>
  Math.cos(((2 * (i % SIDE_CELLS) + 1) * Math.floor(i / SIDE_CELLS) * Math.PI) / (2 * SIDE_CELLS)),
);

/**
 * The hashes of the picture and of its middle; none for a plain area.
 * @returns null when the bytes are no picture that can be read
 */
export async function pictureHashes(bytes: Uint8Array): Promise<PictureHash[] | null> {
  const picture = await readGrey(bytes);
  return picture === null ? null : wholeHashes(picture);
}

/** As `pictureHashes`, of a picture that was read. */
export function wholeHashes(picture: GreyPicture): PictureHash[] {
  return CROPS.map((share) => windowHash(picture, middleOf(share))).filter((hash) => hash !== null);
}

/** @returns null for a plain area */
export function windowHash(picture: GreyPicture, window: Window): PictureHash | null {
  return hashOf(sampleWindow(picture, window, SIDE_CELLS));
}

/** The middle of a picture. @param share of each side, 0..1 */
export function middleOf(share: number): Window {
  return [(1 - share) / 2, (1 - share) / 2, share];
}

/** Bits that differ. */
export function hashDistance(a: PictureHash, b: PictureHash): number {
  return bitCount(a[0] ^ b[0]) + bitCount(a[1] ^ b[1]);
}

function hashOf(grey: Float64Array): PictureHash | null {
  const rows = new Float64Array(SIDE_CELLS * KEPT);
  for (let y = 0; y < SIDE_CELLS; y++) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let x = 0; x < SIDE_CELLS; x++) sum += grey[y * SIDE_CELLS + x]! * COSINES[u * SIDE_CELLS + x]!;
      rows[y * KEPT + u] = sum;
    }
  }
  const waves = new Float64Array(KEPT * KEPT - 1);
  for (let i = 1; i < KEPT * KEPT; i++) {
    const [u, v] = [i % KEPT, Math.floor(i / KEPT)];
    let sum = 0;
    for (let y = 0; y < SIDE_CELLS; y++) sum += rows[y * KEPT + u]! * COSINES[v * SIDE_CELLS + y]!;
    waves[i - 1] = sum;
  }
  const sorted = waves.toSorted();
  const amplitude = Math.max(-sorted[0]!, sorted.at(-1)!) * (2 / (SIDE_CELLS * SIDE_CELLS));
  if (amplitude < MIN_AMPLITUDE) return null;
  const median = sorted[waves.length >> 1]!;
  const half = (from: number, to: number): number => {
    let bits = 0;
    for (let i = from; i < to; i++) if (waves[i]! > median) bits |= 1 << (i - from);
    return bits >>> 0;
  };
  return [half(32, waves.length), half(0, 32)];
}

function bitCount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
