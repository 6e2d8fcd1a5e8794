/**
 * For questions whose answer is a list of boxes: 0.5 format + 0.5 F1 of the boxes found at an overlap of a half.
 * A design of ours: detection rewards differ from paper to paper. One-to-one matching, so that no box pays twice and a
 * flood of boxes costs precision; no confidence is asked for, since a text has none.
 */
import { z } from 'zod';
import { answeredBoxes, parseBoxes } from '../../boxes/answered-boxes.ts';
import { sharesOf } from '../../boxes/f1.ts';
import { matchBoxes } from '../../boxes/match-boxes.ts';
import { type Box, TrueBoxesSchema } from '../../boxes/read-boxes.ts';
import { formatPart } from '../answers/actial.ts';
import { defineMixture, type Measured } from '../mixture.ts';

export const MIN_IOU = 0.5;

export const iouF1 = defineMixture({
  name: 'iou-f1',
  description: '0.5 format + 0.5 F1 of boxes matched one to one at IoU 0.5',
  truth: z.object({ answer: TrueBoxesSchema }),
  reads:
    '{"answer": [[x0, y0, x1, y1], {"bbox_2d": [...], "label": "chair"}, ...]}; 6 numbers are centre and size in space',
  parts: [
    formatPart,
    {
      name: 'f1',
      weight: 0.5,
      measure: ({ answer }, { completion }) => measureF1(answer, answeredBoxes(completion)),
    },
  ],
  parse: (_truth, completion) => parseBoxes(completion),
});

/** F1 at MIN_IOU; an empty list is right where there is nothing. */
export function measureF1(truth: readonly Box[], given: readonly Box[] | null): Measured {
  if (given === null) return { value: 0, reason: 'no list of boxes could be read' };
  const found = matchBoxes(truth, given, MIN_IOU).filter((index) => index !== null).length;
  const { f1 } = sharesOf(found, given.length, found, truth.length);
  return { value: f1, reason: `${found} of ${truth.length} boxes found by ${given.length}` };
}
