/** Where the tiles of a shuffled photo belong. */
import { type PictureEdit, PictureEditsSchema } from '../../../../pictures/schema.ts';
import type { QuestionGeometry } from '../../../../schema.ts';
import { type ClaimForm, found, pattern, unclear } from '../../../form.ts';

export const tileForm: ClaimForm<'tile'> = {
  type: 'tile',
  about: 'photo',
  prove: (geometry) => {
    const edit = tilesOf(geometry);
    return edit === null
      ? []
      : edit.order.map((tile, place) => ({
          type: 'tile',
          tile: place + 1,
          row: Math.floor(tile / edit.columns) + 1,
          column: (tile % edit.columns) + 1,
        }));
  },
  wordings: ({ tile, row, column }) => [
    `tile ${tile} belongs in row ${row}, column ${column}`,
    `the place in row ${row}, column ${column} is that of tile ${tile}`,
  ],
  patterns: [
    'tile (?<tile>\\d+) (?:belongs|does (?<not>not) belong) in row (?<row>\\d+) column (?<column>\\d+)',
    'the place in row (?<row>\\d+) column (?<column>\\d+) is(?: (?<not>not))? that of tile (?<tile>\\d+)',
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      const edit = tilesOf(geometry);
      const tile = edit?.order[Number(groups['tile']) - 1];
      if (edit === null || tile === undefined) return unclear('there is no such tile');
      const [row, column] = [Math.floor(tile / edit.columns) + 1, (tile % edit.columns) + 1];
      const holds = row === Number(groups['row']) && column === Number(groups['column']);
      return found(holds, `it belongs in row ${row}, column ${column}`);
    }),
  ),
};

/** How the question's first picture is cut and shuffled; null when it is not. */
function tilesOf({ parameters }: QuestionGeometry): PictureEdit | null {
  const edits = PictureEditsSchema.safeParse(parameters['pictureEdits']);
  return edits.data?.[0] ?? null;
}
