/**
 * The published reward with a process part: which share of the chain's spatial claims is true.
 * The check is exact geometry, not a judge model, so a policy cannot talk it round.
 */
import { verifyChain } from '@parallax/dataset/chains';
import type { Question } from '@parallax/dataset/schema';
import { actial, exactMatchPart, formatPart } from './actial.ts';
import type { Mixture, RewardPart } from './mixture.ts';

const THINK_BLOCK = /<think>([\s\S]*?)<\/think>/i;

/**
 * True claims / all claims. A chain without any checkable claim earns 0: saying nothing must not pay.
 * (Saying one safe thing and then guessing does pay this part; the weight is small for that reason.)
 */
export function measureClaims(question: Question, completion: string): { value: number; reason: string } {
  const chain = THINK_BLOCK.exec(completion)?.[1] ?? '';
  const { claims } = verifyChain(chain, question.geometry);
  if (claims.length === 0) return { value: 0, reason: 'no checkable claim in the think block' };
  const wrong = claims.filter((claim) => !claim.ok);
  const right = claims.length - wrong.length;
  const first = wrong[0];
  const detail = first === undefined ? '' : `; first false one: "${first.text}" (${first.reason})`;
  return { value: right / claims.length, reason: `${right} of ${claims.length} claims are true${detail}` };
}

const claimsPart: RewardPart = { name: 'claims', weight: 0.2, measure: measureClaims };

export const actialClaims: Mixture = {
  name: 'actial-claims',
  description: '0.4 format + 0.4 exact match + 0.2 share of true claims in the chain',
  parts: [{ ...formatPart, weight: 0.4 }, { ...exactMatchPart, weight: 0.4 }, claimsPart],
  parse: actial.parse,
  needsGeometry: true,
};
