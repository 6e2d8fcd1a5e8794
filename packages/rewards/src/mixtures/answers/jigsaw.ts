/**
 * For puzzles of tiles: 0.2 format + 0.8 share of tiles in place.
 * AGILE (arXiv 2510.01304) pays its 0.8 for the whole order only; a share gives every group something to tell apart.
 */
import { parseAnswer } from '../../parsing/answer.ts';
import { ScorableSchema } from '../../scorers/question.ts';
import { measureTileOrder } from '../../scorers/tile-order.ts';
import { defineMixture } from '../mixture.ts';
import { formatPart } from './actial.ts';

export const jigsaw = defineMixture({
  name: 'jigsaw',
  description: '0.2 format + 0.8 share of tiles in their place',
  truth: ScorableSchema,
  reads:
    '{"answer": "B", "options": ["1 2 4 3", "2 1 4 3", ...]}: the letter of the right order among the orders',
  parts: [
    { ...formatPart, weight: 0.2 },
    { name: 'tiles', weight: 0.8, measure: (truth, { completion }) => measureTileOrder(truth, completion) },
  ],
  parse: ({ answerType, options }, completion) => parseAnswer(completion, answerType, options),
});
