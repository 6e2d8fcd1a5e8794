/**
 * For puzzles of tiles: 0.2 format + 0.8 share of tiles in place.
 * AGILE (arXiv 2510.01304) pays its 0.8 for the whole order only; a share gives every group something to tell apart.
 */
import { parseAnswer } from '../parsing/answer.ts';
import { measureTileOrder } from '../scorers/tile-order.ts';
import { formatPart } from './actial.ts';
import type { Mixture } from './mixture.ts';

export const jigsaw: Mixture = {
  name: 'jigsaw',
  description: '0.2 format + 0.8 share of tiles in their place',
  parts: [
    { ...formatPart, weight: 0.2 },
    { name: 'tiles', weight: 0.8, measure: measureTileOrder },
  ],
  parse: (question, completion) => parseAnswer(completion, question.answerType, question.options),
};
