/** Orders of tiles: which share of them lies in its place. */

import { parseAnswer } from '../parsing/answer.ts';
import { findAnswerBlock } from '../parsing/answer-block.ts';
import type { ScorableQuestion } from './question.ts';

const LETTER_A = 65;

/**
 * Share of the places at which the answered order names the right tile, 0..1. An order is given as numbers ("2 1 4 3",
 * commas allowed) or by the letter of its option; it must hold each tile once.
 */
export function measureTileOrder(
  question: ScorableQuestion,
  completion: string,
): { value: number; reason: string } {
  const right = readOrder(question.options[question.answer.charCodeAt(0) - LETTER_A] ?? '');
  if (right === null) return { value: 0, reason: 'the question asks for no order of tiles' };
  const given = answeredOrder(question, completion);
  if (given === null || given.length !== right.length) {
    return { value: 0, reason: `no order of ${right.length} tiles could be read` };
  }
  const placed = given.filter((tile, place) => tile === right[place]).length;
  return { value: placed / right.length, reason: `${placed} of ${right.length} tiles lie in their place` };
}

function answeredOrder(question: ScorableQuestion, completion: string): number[] | null {
  const block = findAnswerBlock(completion);
  const order = 'failure' in block ? null : readOrder(block.text);
  if (order !== null) return order;
  const letter = parseAnswer(completion, 'choice', question.options).value;
  return letter === null ? null : readOrder(question.options[letter.charCodeAt(0) - LETTER_A] ?? '');
}

/** Each of 1..n once, or null. */
function readOrder(text: string): number[] | null {
  if (text.length > 1000 || !/^[\s\d,[\]]+$/.test(text)) return null;
  const order = (text.match(/\d+/g) ?? []).map(Number);
  const whole = [...order].sort((a, b) => a - b).every((tile, i) => tile === i + 1);
  return whole && order.length > 1 ? order : null;
}
