/**
 * Perceptual hashes of a picture: which low frequencies stand above their median. Scaling, recompression and a change of
 * brightness move few bits; another picture moves about half of them.
 */
import sharp from 'sharp';

/** 63 bits in two halves, high one first. */
export type PictureHash = readonly [high: number, low: number];

const SIDE_PX = 32;
const KEPT = 8;
/** Read once at this size; the crops are taken from it. */
const READ_PX = 160;
/** The whole picture and its middle: a copy whose border was cut off meets the middle of its original. */
const CROPS = [1, 0.9, 0.8] as const;
/** Below this amplitude (grey levels of 255) a picture is a plain area and its bits are noise. */
const MIN_AMPLITUDE = 1;

/** cos((2x + 1) u pi / 64), row u. Source: DCT-II; the median rule is that of pHash (Zauner 2010). */
const COSINES = Array.from({ length: KEPT }, (_, u) =>
  Float64Array.from({ length: SIDE_PX }, (__, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE_PX))),
);

/**
 * The hashes of the picture and of its middle; none for a plain area.
 * @returns null when the bytes are no picture that can be read
 */
export async function pictureHashes(bytes: Uint8Array): Promise<PictureHash[] | null> {
  try {
    const whole = await sharp(bytes)
      .autoOrient()
      .flatten({ background: '#808080' })
      .toColourspace('b-w')
      .resize(READ_PX, READ_PX, { fit: 'fill' })
      .raw()
      .toBuffer();
    const hashes = await Promise.all(CROPS.map(async (share) => hashOf(await middle(whole, share))));
    return hashes.filter((hash) => hash !== null);
  } catch {
    return null;
  }
}

/** Bits that differ. */
export function hashDistance(a: PictureHash, b: PictureHash): number {
  return bitCount(a[0] ^ b[0]) + bitCount(a[1] ^ b[1]);
}

function middle(grey: Buffer, share: number): Promise<Buffer> {
  const size = Math.round(READ_PX * share);
  const start = Math.floor((READ_PX - size) / 2);
  return sharp(grey, { raw: { width: READ_PX, height: READ_PX, channels: 1 } })
    .extract({ left: start, top: start, width: size, height: size })
    .resize(SIDE_PX, SIDE_PX, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

function hashOf(grey: Uint8Array): PictureHash | null {
  const waves: number[] = [];
  for (let v = 0; v < KEPT; v++) {
    for (let u = 0; u < KEPT; u++) {
      if (u + v === 0) continue;
      let sum = 0;
      for (let y = 0; y < SIDE_PX; y++) {
        let row = 0;
        for (let x = 0; x < SIDE_PX; x++) row += grey[y * SIDE_PX + x]! * COSINES[u]![x]!;
        sum += row * COSINES[v]![y]!;
      }
      waves.push(sum);
    }
  }
  const amplitude = Math.max(...waves.map(Math.abs)) * (2 / (SIDE_PX * SIDE_PX));
  if (amplitude < MIN_AMPLITUDE) return null;
  const median = waves.toSorted((a, b) => a - b)[waves.length >> 1]!;
  const half = (from: number): number =>
    waves.slice(from, from + 32).reduce((bits, wave, i) => bits | (wave > median ? 1 << i : 0), 0) >>> 0;
  return [half(32), half(0)];
}

function bitCount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
