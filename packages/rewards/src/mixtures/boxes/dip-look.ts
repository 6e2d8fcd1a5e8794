/**
 * For crowded pictures: think, look, answer. A third each for the format, for looking where the group is uncertain, and
 * for the boxes.
 *
 * Source of the three parts: DIP-R1 (arXiv 2505.23179), whose formulas and weights are not public. Ours: the uncertainty
 * of an object is the variance p (1 - p) of being found, p the share of the group's answers that find it; looking earns
 * the F1 of its regions, with objects weighted by that variance; the boxes earn their F1.
 * Without a group, or where all of it agrees, every object counts alike.
 */
import { z } from 'zod';
import { answeredBoxes, parseBoxes } from '../../boxes/answered-boxes.ts';
import { boxIou } from '../../boxes/box-iou.ts';
import { sharesOf } from '../../boxes/f1.ts';
import { matchBoxes } from '../../boxes/match-boxes.ts';
import { type Box, boxesIn, TrueBoxesSchema } from '../../boxes/read-boxes.ts';
import { PYTHON_SPACE } from '../../python/text.ts';
import { defineMixture, type Measured, type Rollout } from '../mixture.ts';
import { MIN_IOU, measureF1 } from './iou-f1.ts';

/** A region to look at is wider than the object in it; a picture looked at as a whole covers nothing. */
const MIN_LOOK_IOU = 0.25;
const THINK_TO_LOOK = new RegExp(`</think>[${PYTHON_SPACE}]*<look>`, 'i');
const LOOK_TO_ANSWER = new RegExp(`</look>[${PYTHON_SPACE}]*<answer>`, 'i');

interface Truth {
  readonly answer: readonly Box[];
}

export const dipLook = defineMixture({
  name: 'dip-look',
  description:
    'a third each: think-look-answer format, regions looked at where the group is uncertain, boxes',
  truth: z.object({ answer: TrueBoxesSchema }),
  reads: '{"answer": [[x0, y0, x1, y1], ...]}, and beside each completion its "group"',
  ofGroups: true,
  parts: [
    { name: 'format', weight: 1 / 3, measure: (_truth, { completion }) => measureSteps(completion) },
    { name: 'look', weight: 1 / 3, measure: measureLook },
    {
      name: 'boxes',
      weight: 1 / 3,
      measure: ({ answer }, { completion }) => measureF1(answer, answeredBoxes(completion)),
    },
  ],
  parse: (_truth, completion) => parseBoxes(completion),
});

function measureSteps(completion: string): Measured {
  const text = completion.trim();
  const look = THINK_TO_LOOK.exec(text);
  const after = look === null ? '' : text.slice(look.index + look[0].length);
  const whole = /^<think>/i.test(text) && LOOK_TO_ANSWER.test(after) && /<\/answer>$/i.test(text);
  return whole
    ? { value: 1, reason: 'think, look, answer' }
    : { value: 0, reason: 'not a think, a look and an answer block in this order and nothing else' };
}

function measureLook({ answer: truth }: Truth, { completion, group }: Rollout): Measured {
  const regions = lookedAt(completion);
  if (regions === null) return { value: 0, reason: 'no list of regions in a look block' };
  const found = group.map((text) => matchBoxes(truth, answeredBoxes(text) ?? [], MIN_IOU));
  const variances = truth.map((_, i) => {
    const share = found.filter((matches) => matches[i] != null).length / Math.max(1, group.length);
    return share * (1 - share);
  });
  const uncertain = variances.filter((variance) => variance > 0).length;
  const weights = uncertain > 0 ? variances : variances.map(() => 1);
  const seen = truth.map(({ sides }) =>
    regions.some((region) => boxIou(region.sides, sides) >= MIN_LOOK_IOU),
  );
  const used = regions.filter((region) =>
    truth.some(({ sides }) => boxIou(region.sides, sides) >= MIN_LOOK_IOU),
  ).length;
  const total = (chosen: readonly number[]): number => chosen.reduce((sum, weight) => sum + weight, 0);
  const { f1 } = sharesOf(used, regions.length, total(weights.filter((_, i) => seen[i])), total(weights));
  const about = uncertain > 0 ? `${uncertain} objects are uncertain in the group` : 'no object is uncertain';
  return { value: f1, reason: `${used} of ${regions.length} regions show an object; ${about}` };
}

function lookedAt(completion: string): Box[] | null {
  const open = /<look>/i.exec(completion);
  if (open === null) return null;
  const rest = completion.slice(open.index + open[0].length);
  const close = rest.search(/<\/look>/i);
  return close < 0 ? null : boxesIn(rest.slice(0, close));
}
