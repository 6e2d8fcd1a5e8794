/** Jigsaws: a photo cut into tiles and shuffled. The edit stands in the question's parameters; pictures/ applies it. */
import type { Random } from '@parallax/geometry';
import { tileForm } from '../../chains/forms/asked/measure/tile.ts';
import { type PictureEdit, PictureEditsSchema } from '../../pictures/schema.ts';
import { isClearlyVisible } from '../../scenes/visibility.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { seenIn } from '../geometry.ts';
import type { Discarded, KindSpec, Solution } from '../kind.ts';

const OPTIONS = 4;
/** Least distance of an object's bounds beyond a cut, of the picture's size: so much tells the two sides apart. */
const MIN_ACROSS = 0.04;

/**
 * A kind that shows a photo cut into `size` x `size` shuffled tiles and asks for the order that restores it.
 * Tiles are numbered 1, 2, ... row by row in the shuffled picture; an order lists, place by place of the whole photo,
 * the number of the tile that belongs there.
 */
export function jigsawKind(kind: string, size: number): KindSpec {
  return {
    kind,
    views: 1,
    needsMask: false,
    answerType: 'choice',
    family: 'puzzle',
    propose: ({ geometry }, random) => {
      if (!isCutThroughThings(geometry, size)) return { discarded: 'nothing-across-the-cuts' };
      const order = derangedSome(size * size, random);
      const edit: PictureEdit = { type: 'tiles', rows: size, columns: size, order };
      const answer = wordsOf(inverse(order));
      return {
        stem: `<image>A photo was cut into ${size} by ${size} tiles, which were shuffled. The tiles of the picture are numbered 1 to ${size * size}, row by row. Which order of them, again row by row, restores the photo?`,
        options: wrongOrders(inverse(order), answer, random),
        objectIds: [],
        parameters: { pictureEdits: [edit] },
      };
    },
    solve,
    // In the order of the whole photo, place by place.
    facts: (geometry) => [...tileForm.prove(geometry)].sort((a, b) => a.row - b.row || a.column - b.column),
  };
}

function solve({ parameters }: QuestionGeometry): Solution | Discarded {
  const edits = PictureEditsSchema.safeParse(parameters['pictureEdits']);
  const order = edits.data?.[0]?.order;
  if (order === undefined) return { discarded: 'no-shuffled-tiles' };
  const displaced = order.filter((tile, place) => tile !== place).length;
  // Two tiles must change places before another order is right.
  return { answer: wordsOf(inverse(order)), value: displaced, unit: 'tiles', margin: 2 };
}

/** `order[place]` is the tile of the photo shown at `place`; its inverse says where each tile of the photo is shown. */
function inverse(order: readonly number[]): number[] {
  return order.map((_, tile) => order.indexOf(tile));
}

function wordsOf(order: readonly number[]): string {
  return order.map((place) => place + 1).join(' ');
}

/** Any order but the one that changes nothing. */
function derangedSome(count: number, random: Random): number[] {
  const places = Array.from({ length: count }, (_, i) => i);
  for (;;) {
    const order = random.shuffle(places);
    if (order.some((tile, place) => tile !== place)) return order;
  }
}

/** The right order among others that are drawn as it was: no option stands out as more or less orderly. */
function wrongOrders(right: readonly number[], answer: string, random: Random): string[] {
  const options = new Set([answer]);
  while (options.size < OPTIONS) options.add(wordsOf(derangedSome(right.length, random)));
  return [...options];
}

/**
 * Where masks are known, a cut along each axis must run through a clearly visible thing, and not along its edge: floor
 * and sky alone look the same in every tile. Photographs without masks are taken to be full of things.
 */
function isCutThroughThings(geometry: QuestionGeometry, size: number): boolean {
  const seen = seenIn(geometry, 0);
  if (seen.visible.length === 0) return true;
  const { width, height } = seen.camera.intrinsics;
  const boxes = seen.visible
    .filter(({ objectId }) => isClearlyVisible(seen, objectId))
    .map(({ box: [x0, y0, x1, y1] }) => ({ x: [x0 / width, x1 / width], y: [y0 / height, y1 / height] }));
  const cuts = Array.from({ length: size - 1 }, (_, i) => (i + 1) / size);
  return (['x', 'y'] as const).every((axis) =>
    cuts.some((cut) =>
      boxes.some((box) => box[axis][0]! < cut - MIN_ACROSS && box[axis][1]! > cut + MIN_ACROSS),
    ),
  );
}
