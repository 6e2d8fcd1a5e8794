/**
 * For objects that are seen in part: 0.5 format + 0.5 fuzzy F1. Precision is measured against the lenient set (all that
 * may be seen), recall against the strict one (what is plainly seen): neither naming a half-hidden object nor leaving it
 * out is a mistake.
 *
 * Source of the idea: OnlineSI (arXiv 2601.16538), whose exact formula is not public; sets, matching and the overlap of a
 * quarter are ours.
 */
import { z } from 'zod';
import { answeredBoxes, parseBoxes } from '../../boxes/answered-boxes.ts';
import { sharesOf } from '../../boxes/f1.ts';
import { matchBoxes } from '../../boxes/match-boxes.ts';
import { type Box, jsonOf, TrueBoxesSchema } from '../../boxes/read-boxes.ts';
import { formatPart } from '../answers/actial.ts';
import { defineMixture, type Measured } from '../mixture.ts';

const MIN_IOU = 0.25;

const SetsSchema = z
  .object({ strict: TrueBoxesSchema, lenient: TrueBoxesSchema })
  .refine(({ strict, lenient }) => lenient.length >= strict.length, 'lenient must hold the strict boxes too');
type Sets = z.infer<typeof SetsSchema>;

export const fuzzyF1 = defineMixture({
  name: 'fuzzy-f1',
  description:
    '0.5 format + 0.5 F1 of boxes at IoU 0.25: precision over all that may be seen, recall over what must',
  truth: z.object({ answer: z.preprocess(jsonOf, SetsSchema) }),
  reads:
    '{"answer": {"strict": [box, ...], "lenient": [box, ...]}}, a box being 4 or 6 numbers; lenient holds the strict ones too',
  parts: [
    formatPart,
    {
      name: 'fuzzy-f1',
      weight: 0.5,
      measure: ({ answer }, { completion }) => measureFuzzyF1(answer, answeredBoxes(completion)),
    },
  ],
  parse: (_truth, completion) => parseBoxes(completion),
});

/** Equal to the plain F1 where both sets are the same. */
export function measureFuzzyF1({ strict, lenient }: Sets, given: readonly Box[] | null): Measured {
  if (given === null) return { value: 0, reason: 'no list of boxes could be read' };
  const count = (truth: readonly Box[]): number =>
    matchBoxes(truth, given, MIN_IOU).filter((index) => index !== null).length;
  const [right, found] = [count(lenient), count(strict)];
  const { precision, recall, f1 } = sharesOf(right, given.length, found, strict.length);
  const shares = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
  return {
    value: f1,
    reason: `${right} of ${given.length} boxes may be there, ${found} of ${strict.length} that must be are found: ${shares}`,
  };
}
