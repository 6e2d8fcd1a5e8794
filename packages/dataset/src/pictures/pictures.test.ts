import { createRandom } from '@parallax/geometry';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Question } from '../schema.ts';
import { editPictures } from './edit-pictures.ts';
import { shuffleTiles } from './shuffle-tiles.ts';

const edit = (rows: number, columns: number, order: number[]) =>
  ({ type: 'tiles', rows, columns, order }) as const;

/** Only these fields are read. */
const asking = (pictureEdits: unknown) =>
  ({ questionId: 'q', geometry: { parameters: { pictureEdits } } }) as unknown as Question;

describe('shuffled tiles', () => {
  it('come back by the inverse order, and hold the same pixels', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 4 }),
      columns: fc.integer({ min: 1, max: 4 }),
      tile: fc.integer({ min: 1, max: 5 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(sizes, ({ rows, columns, tile, seed }) => {
        const random = createRandom(seed);
        const [width, height] = [columns * tile, rows * tile];
        const data = Uint8Array.from({ length: width * height * 3 }, () => random.int(0, 256));
        const order = random.shuffle(Array.from({ length: rows * columns }, (_, i) => i));
        const shuffled = shuffleTiles({ data, width, height, channels: 3 }, edit(rows, columns, order));
        expect([...shuffled.data].sort()).toEqual([...data].sort());
        const back = order.map((_, place) => order.indexOf(place));
        expect(shuffleTiles(shuffled, edit(rows, columns, back)).data).toEqual(data);
      }),
    );
  });

  it('are cut from whole tiles: pixels beyond them at the right and the bottom are dropped', () => {
    const data = Uint8Array.from([1, 2, 9, 3, 4, 9, 9, 9, 9]);
    const out = shuffleTiles({ data, width: 3, height: 3, channels: 1 }, edit(2, 2, [3, 2, 1, 0]));
    expect(out).toEqual({ data: Uint8Array.from([4, 3, 2, 1]), width: 2, height: 2, channels: 1 });
  });
});

describe('edited pictures', () => {
  const raw = { width: 8, height: 8, channels: 3 } as const;
  const pixels = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => (i * 37) % 256);

  it('are the same bytes each time, exact also for a JPEG, and others stay as they are', async () => {
    const jpeg = await sharp(pixels, { raw }).jpeg({ quality: 90 }).toBuffer();
    const question = asking([edit(2, 2, [1, 0, 3, 2]), null]);
    const [first, untouched] = await editPictures(question, [jpeg, jpeg]);
    expect((await editPictures(question, [jpeg, jpeg]))[0]).toEqual(first);
    expect(untouched).toBe(jpeg);
    const decoded = await sharp(jpeg).raw().toBuffer();
    const shown = await sharp(first!).raw().toBuffer();
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) {
        const from = (y * 8 + ((x + 4) % 8)) * 3;
        expect(shown.subarray((y * 8 + x) * 3, (y * 8 + x) * 3 + 3)).toEqual(
          decoded.subarray(from, from + 3),
        );
      }
    }
  });

  it('are refused when the edits do not fit them, naming question and key', async () => {
    const png = await sharp(pixels, { raw }).png().toBuffer();
    const refused = { code: 'bad-picture-edit', message: expect.stringContaining('Question q: key') };
    const bad: unknown[] = [
      [],
      [edit(2, 2, [0, 1, 2])],
      [edit(2, 2, [0, 1, 2, 2])],
      [
        edit(
          16,
          16,
          Array.from({ length: 256 }, (_, i) => i),
        ),
      ],
      [{ type: 'blur' }],
      'tiles',
    ];
    for (const edits of bad) await expect(editPictures(asking(edits), [png])).rejects.toMatchObject(refused);
    expect(await editPictures({ ...asking(undefined) }, [png])).toEqual([png]);
  });
});
