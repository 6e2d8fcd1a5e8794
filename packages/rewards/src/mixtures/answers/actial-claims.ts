/**
 * The published reward with a process part: which share of the chain's spatial claims is true.
 * The check is exact geometry, not a judge model, so a policy cannot talk it round.
 */
import { chainOf, verifyChain } from '@parallax/dataset/chains';
import { type QuestionGeometry, QuestionGeometrySchema } from '@parallax/dataset/schema';
import { z } from 'zod';
import { defineMixture, type Measured, type RewardPart } from '../mixture.ts';
import { exactMatchPart, formatPart, parseActial } from './actial.ts';

/**
 * True claims / all claims. A chain without any checkable claim earns 0: saying nothing must not pay.
 * (Saying one safe thing and then guessing does pay this part; the weight is small for that reason.)
 */
function measureClaims(geometry: QuestionGeometry, completion: string): Measured {
  const { claims } = verifyChain(chainOf(completion) ?? '', geometry);
  if (claims.length === 0) return { value: 0, reason: 'no checkable claim in the think block' };
  const wrong = claims.filter((claim) => !claim.ok);
  const right = claims.length - wrong.length;
  const first = wrong[0];
  const detail = first === undefined ? '' : `; first false one: "${first.text}" (${first.reason})`;
  return { value: right / claims.length, reason: `${right} of ${claims.length} claims are true${detail}` };
}

const claimsPart: RewardPart<{ readonly geometry: QuestionGeometry }> = {
  name: 'claims',
  weight: 0.2,
  measure: ({ geometry }, { completion }) => measureClaims(geometry, completion),
};

export const actialClaims = defineMixture({
  name: 'actial-claims',
  description: '0.4 format + 0.4 exact match + 0.2 share of true claims in the chain',
  truth: z.object({ answer: z.string(), geometry: QuestionGeometrySchema }),
  reads:
    'the answer and the geometry of a question: give the whole record of the data set in the key "question"',
  parts: [{ ...formatPart, weight: 0.4 }, { ...exactMatchPart, weight: 0.4 }, claimsPart],
  parse: (_truth, completion) => parseActial(completion),
});
