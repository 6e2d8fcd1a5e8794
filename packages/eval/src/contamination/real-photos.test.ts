/** Recall and false findings of the picture hashes on real photographs; the figures of the package's README. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { DEFAULT_MAX_DISTANCE } from './check-contamination.ts';
import { hashDistance, type PictureHash, pictureHashes } from './picture-hash.ts';

const root = process.env['PARALLAX_CAPTURES'];

type Change = (photo: Sharp, width: number, height: number) => Sharp;
const cut =
  (share: number, at = 0.5): Change =>
  (photo, width, height) =>
    photo.extract({
      left: Math.floor(width * (1 - share) * at),
      top: Math.floor(height * (1 - share) * at),
      width: Math.floor(width * share),
      height: Math.floor(height * share),
    });

/** Name, change, least share of photographs that must be found again. */
const CHANGES: readonly [name: string, change: Change, recall: number][] = [
  ['JPEG at quality 30', (photo) => photo.jpeg({ quality: 30 }), 0.98],
  ['a quarter of the size', (photo, width) => photo.resize(Math.round(width / 4)), 0.98],
  [
    'other proportions',
    (photo, width) => photo.resize(Math.round(width / 3), Math.round(width / 3), { fit: 'fill' }),
    0.98,
  ],
  ['brightness + 20 %', (photo) => photo.modulate({ brightness: 1.2 }), 0.9],
  ['blurred', (photo) => photo.blur(4), 0.98],
  ['middle 95 %', cut(0.95), 0.6],
  ['middle 90 %', cut(0.9), 0.95],
  ['middle 80 %', cut(0.8), 0.95],
  // Cut at one corner: the middles that are hashed no longer agree; such cuts are found as cut-outs.
  ['corner 95 %', cut(0.95, 0), 0],
  ['corner 90 %', cut(0.9, 0), 0],
];

it.skipIf(root === undefined)(
  'finds changed copies of real photographs, and few others',
  { timeout: 300_000 },
  async () => {
    const photos = (await photosBelow(root!)).filter((_, i) => i % 2 === 0);
    const hashes: PictureHash[][] = [];
    const small: Buffer[] = [];
    for (const path of photos) {
      // At most 640 pixels wide: the hash sees 160, and the changes below take a fraction of the time.
      const bytes = await sharp(await readFile(path))
        .autoOrient()
        .resize(640, 640, { fit: 'inside' })
        .png()
        .toBuffer();
      small.push(bytes);
      hashes.push((await pictureHashes(bytes))!);
    }
    const near = (a: readonly PictureHash[], b: readonly PictureHash[]): boolean =>
      a.some((x) => b.some((y) => hashDistance(x, y) <= DEFAULT_MAX_DISTANCE));
    const recalls: Record<string, number> = {};
    for (const [name, change] of CHANGES) {
      let found = 0;
      for (const [i, bytes] of small.entries()) {
        const { width, height } = await sharp(bytes).metadata();
        const copy = await change(sharp(bytes), width, height).toBuffer();
        if (near((await pictureHashes(copy))!, hashes[i]!)) found++;
      }
      recalls[name] = found / small.length;
    }
    let pairs = 0;
    let mistaken = 0;
    for (let i = 0; i < hashes.length; i++) {
      for (let j = 0; j < i; j++) {
        pairs++;
        if (near(hashes[i]!, hashes[j]!)) mistaken++;
      }
    }
    process.stdout.write(
      `${small.length} photographs, recall ${JSON.stringify(recalls)}, ${mistaken} of ${pairs} other pairs near\n`,
    );
    for (const [name, , least] of CHANGES) expect.soft(recalls[name], name).toBeGreaterThanOrEqual(least);
    expect(mistaken / pairs).toBeLessThan(0.01);
  },
);

async function photosBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .map((name) => join(folder, name))
    .sort();
}
