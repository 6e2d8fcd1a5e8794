/** Is a chain fit to be learnt from? */
import type { Question } from '../../schema.ts';
import { chainOf } from '../reading/chain-of.ts';
import { NOT_UNDERSTOOD, type ReadClaim, readClaims } from '../verify.ts';

export interface Judged {
  /** Without tags and without the answer. */
  readonly chain: string;
  /** Null when every claim holds; else kebab-case, with the first form that failed: "false-claim: turn". */
  readonly reason: string | null;
  /** The claims that failed. */
  readonly failed: readonly ReadClaim[];
}

const ANSWER = /<answer>([\s\S]*?)(?:<\/answer>|$)/i;

/** A teacher's reply: its think block (or all of it), whose answer must be the question's where it gives one. */
export function judgeReply(question: Question, text: string, finishReason: string | null): Judged {
  const chain = chainOf(text) ?? text.replace(ANSWER, '').trim();
  if (finishReason === 'length') return { chain, reason: 'truncated', failed: [] };
  const given = ANSWER.exec(text)?.[1]?.trim();
  if (
    given !== undefined &&
    isAnswer(given) &&
    given.replace(/[.)]$/, '').toUpperCase() !== question.answer.toUpperCase()
  )
    return { chain, reason: 'wrong-answer', failed: [] };
  return judgeChain(question, chain);
}

export function judgeChain(question: Question, chain: string): Judged {
  const claims = readClaims(chain, question.geometry);
  const failed = claims.filter(({ ok }) => !ok);
  const first = failed.find(({ reason }) => reason !== NOT_UNDERSTOOD) ?? failed[0];
  if (first !== undefined) {
    const reason = first.form === null ? 'not-understood' : `false-claim: ${first.form}`;
    return { chain, reason, failed };
  }
  return { chain, reason: claims.length === 0 ? 'no-claim' : null, failed };
}

/** A letter or a number; the published prompt asks for three answers in words, and those the claims check. */
function isAnswer(text: string): boolean {
  return /^(?:[A-H][.)]?|[-+]?\d+(?:\.\d+)?)$/i.test(text);
}
