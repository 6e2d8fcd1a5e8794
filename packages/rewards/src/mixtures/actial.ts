/**
 * The published reward of the GRPO stage: 0.5 format + 0.5 exact match.
 * Source: Actial (arXiv 2511.01618), appendix, and its code; equal to that code on the goldens, quirks included
 * (the reading of a completion is documented in parsing/actial.ts).
 */
import { ACTIAL_NO_ANSWER, extractActialAnswer, hasActialFormat } from '../parsing/actial.ts';
import type { Score } from '../schema.ts';
import type { Mixture, RewardPart } from './mixture.ts';

/** 1 when the whole completion is a think block followed by an answer block. */
export function measureFormat(completion: string): { value: number; reason: string } {
  return hasActialFormat(completion)
    ? { value: 1, reason: 'think block, then answer block' }
    : { value: 0, reason: 'not a think block followed by an answer block and nothing else' };
}

/**
 * 1 when the stripped first answer block equals the ground truth character by character. An empty block or an
 * empty ground truth never matches; no block at all reads as the string "None".
 */
export function measureExactMatch(
  groundTruth: string,
  completion: string,
): { value: number; reason: string } {
  const { content, span } = extractActialAnswer(completion);
  const right = content !== '' && groundTruth !== '' && content === groundTruth;
  const given = span === null ? `no answer block (read as "${ACTIAL_NO_ANSWER}")` : `"${excerpt(content)}"`;
  return {
    value: right ? 1 : 0,
    reason: right ? `${given} is the answer` : `${given} is not "${groundTruth}"`,
  };
}

export const formatPart: RewardPart = {
  name: 'format',
  weight: 0.5,
  measure: (_question, completion) => measureFormat(completion),
};

export const exactMatchPart: RewardPart = {
  name: 'exact-match',
  weight: 0.5,
  measure: (question, completion) => measureExactMatch(question.answer, completion),
};

export const actial: Mixture = {
  name: 'actial',
  description: '0.5 format + 0.5 exact match, as published',
  parts: [formatPart, exactMatchPart],
  parse: (_question, completion) => parseActial(completion),
};

/** The same reward for a bare ground truth, where no question record exists (benchmark files, HTTP). */
export function scoreActial(groundTruth: string, completion: string): Score {
  const format = { name: 'format', weight: 0.5, ...measureFormat(completion) };
  const exact = { name: 'exact-match', weight: 0.5, ...measureExactMatch(groundTruth, completion) };
  return {
    value: 0.5 * exact.value + 0.5 * format.value,
    parts: [format, exact],
    parsed: parseActial(completion),
  };
}

/** The answer as the official code reads it. */
export function parseActial(completion: string): Score['parsed'] {
  const { content, span } = extractActialAnswer(completion);
  if (span === null) return { value: null, span: null, failure: 'no-answer-tag' };
  if (content === '') return { value: null, span, failure: 'empty-answer' };
  return { value: content, span, failure: null };
}

function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}...`;
}
