/** Our own strict parser: completion -> typed answer or typed failure. */
import type { ParsedAnswer } from '../schema.ts';
import { findAnswerBlock, parseFailure } from './answer-block.ts';
import { parseChoice } from './choice.ts';
import { parseNumber } from './number.ts';

/**
 * Reads a completion's answer: the answer block after the think block, else a completion that is nothing but a
 * letter or a number. What stands inside the think block is never an answer.
 * @param options number of options, or their texts ("B: Move to the left" is then checked against option B).
 * Failures: `empty`, `unclosed-think`, `unclosed-answer-tag`, `malformed-answer-tag`, `several-answers`,
 * `no-answer-tag` (prose without a block), `not-an-option`, `letter-and-text-disagree`, `not-a-number`.
 */
export function parseAnswer(
  completion: string,
  answerType: 'choice' | 'number',
  options: number | readonly string[],
): ParsedAnswer {
  const block = findAnswerBlock(completion);
  if ('failure' in block) return parseFailure(block.failure);
  const bare = !/<answer>/i.test(completion.slice(0, block.start));
  const failure = bare ? 'no-answer-tag' : undefined;
  return answerType === 'choice'
    ? parseChoice(block.text, block.start, options, failure)
    : parseNumber(block.text, block.start, failure);
}
