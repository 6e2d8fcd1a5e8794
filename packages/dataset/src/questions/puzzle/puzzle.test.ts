/** Jigsaws: the answered order, applied to the shuffled picture, gives the photo back pixel by pixel. */
import { createRandom } from '@parallax/geometry';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { madeQuestions } from '../../fixtures/made-questions.ts';
import { editPictures } from '../../pictures/index.ts';
import type { Question } from '../../schema.ts';

const SIZE = 66;
const random = createRandom('puzzle picture');
const noise = Uint8Array.from({ length: SIZE * SIZE * 3 }, () => random.int(0, 256));
const photo = await sharp(noise, { raw: { width: SIZE, height: SIZE, channels: 3 } })
  .png()
  .toBuffer();

async function restored(shuffled: Uint8Array, order: readonly number[]): Promise<Buffer> {
  const count = Math.sqrt(order.length);
  const tile = SIZE / count;
  const pieces = await Promise.all(
    order.map(async (number, place) => ({
      input: await sharp(shuffled)
        .extract({
          left: ((number - 1) % count) * tile,
          top: Math.floor((number - 1) / count) * tile,
          width: tile,
          height: tile,
        })
        .png()
        .toBuffer(),
      left: (place % count) * tile,
      top: Math.floor(place / count) * tile,
    })),
  );
  const canvas = { width: SIZE, height: SIZE, channels: 3 as const, background: 'black' };
  return await sharp({ create: canvas }).composite(pieces).removeAlpha().raw().toBuffer();
}

it.each(['jigsaw', 'jigsaw-nine'])('%s: the right order restores the photo, no other does', async (kind) => {
  const asked: Question[] = madeQuestions({ scenes: 10, seed: 'puzzle', kinds: [kind] }).slice(0, 8);
  expect(asked).toHaveLength(8);
  for (const question of asked) {
    const [shuffled] = await editPictures(question, [photo]);
    for (const [i, option] of question.options.entries()) {
      const order = option.split(' ').map(Number);
      const same = (await restored(shuffled!, order)).equals(Buffer.from(noise));
      expect(same, option).toBe('ABCD'[i] === question.answer);
    }
  }
});
