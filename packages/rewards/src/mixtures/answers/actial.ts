/**
 * The published reward of the GRPO stage: 0.5 format + 0.5 exact match.
 * Source: Actial (arXiv 2511.01618), appendix, and its code; equal to that code on the goldens, quirks included
 * (the reading of a completion is documented in parsing/actial.ts).
 */
import { z } from 'zod';
import { ACTIAL_NO_ANSWER, extractActialAnswer, hasActialFormat } from '../../parsing/actial.ts';
import type { Score } from '../../schema.ts';
import { defineMixture, type Measured, type RewardPart } from '../mixture.ts';

/** 1 when the whole completion is a think block followed by an answer block. */
function measureFormat(completion: string): Measured {
  return hasActialFormat(completion)
    ? { value: 1, reason: 'think block, then answer block' }
    : { value: 0, reason: 'not a think block followed by an answer block and nothing else' };
}

/**
 * 1 when the stripped first answer block equals the ground truth character by character. An empty block or an
 * empty ground truth never matches; no block at all reads as the string "None".
 */
function measureExactMatch(groundTruth: string, completion: string): Measured {
  const { content, span } = extractActialAnswer(completion);
  const right = content !== '' && groundTruth !== '' && content === groundTruth;
  const given = span === null ? `no answer block (read as "${ACTIAL_NO_ANSWER}")` : `"${excerpt(content)}"`;
  return {
    value: right ? 1 : 0,
    reason: right ? `${given} is the answer` : `${given} is not "${groundTruth}"`,
  };
}

export const formatPart: RewardPart<unknown> = {
  name: 'format',
  weight: 0.5,
  measure: (_truth, { completion }) => measureFormat(completion),
};

export const exactMatchPart: RewardPart<{ readonly answer: string }> = {
  name: 'exact-match',
  weight: 0.5,
  measure: ({ answer }, { completion }) => measureExactMatch(answer, completion),
};

export const actial = defineMixture({
  name: 'actial',
  description: '0.5 format + 0.5 exact match, as published',
  truth: z.object({ answer: z.string() }),
  reads: '{"answer": "the right answer"}',
  parts: [formatPart, exactMatchPart],
  parse: (_truth, completion) => parseActial(completion),
});

/** The same reward for a bare ground truth (benchmark files). */
export function scoreActial(groundTruth: string, completion: string): Score {
  return actial.judge({ answer: groundTruth }, 'ground truth')(completion);
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
