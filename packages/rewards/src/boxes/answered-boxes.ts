/** The boxes that a completion gives as its answer. */
import { findAnswerBlock, parseFailure } from '../parsing/answer-block.ts';
import type { ParsedAnswer } from '../schema.ts';
import { type Box, boxesIn } from './read-boxes.ts';

/** Null, and why in `parseBoxes`, when there is no list of boxes in the one answer block after the think block. */
export function answeredBoxes(completion: string): Box[] | null {
  const block = findAnswerBlock(completion);
  return 'failure' in block ? null : boxesIn(block.text);
}

/** Failures: those of `findAnswerBlock`, `not-boxes`. */
export function parseBoxes(completion: string): ParsedAnswer {
  const block = findAnswerBlock(completion);
  if ('failure' in block) return parseFailure(block.failure);
  if (boxesIn(block.text) === null) return parseFailure('not-boxes');
  const text = block.text.trim();
  const start = block.start + block.text.indexOf(text);
  return { value: text, span: [start, start + text.length], failure: null };
}
