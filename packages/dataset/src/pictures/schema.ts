/** Edits that a question makes to its pictures, as data in `geometry.parameters.pictureEdits`, one entry a picture. */
import { z } from 'zod';

/** Most tiles along one side. */
const MOST_TILES = 16;

/** One kind of edit so far; more come as members of a union. */
const PictureEditSchema = z
  .strictObject({
    type: z.literal('tiles'),
    rows: z.int().min(1).max(MOST_TILES),
    columns: z.int().min(1).max(MOST_TILES),
    /** Place by place, row by row: the number, from 0, of the photo's tile that is shown there. A permutation. */
    order: z.array(z.int().nonnegative()),
  })
  .refine(
    ({ rows, columns, order }) =>
      order.length === rows * columns && [...order].sort((a, b) => a - b).every((tile, i) => tile === i),
    { error: 'order must hold each of the tiles 0 ... rows * columns - 1 once', path: ['order'] },
  );

export type PictureEdit = z.infer<typeof PictureEditSchema>;

/** One entry for each of the question's pictures; null leaves a picture as it is. */
export const PictureEditsSchema = z.array(PictureEditSchema.nullable());
