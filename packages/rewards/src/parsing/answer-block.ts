/**
 * Finds the one place of a completion that claims to be the final answer.
 * Strict on purpose: whoever writes two different answers, or none, has not answered.
 */
import type { ParsedAnswer } from '../schema.ts';

export type AnswerBlock = { readonly text: string; readonly start: number } | { readonly failure: string };

const BLOCK = /<answer>([^<]*)<\/answer>/gi;
const THINK_OPEN = /<think>/i;
const THINK_CLOSE = /<\/think>/gi;

/**
 * The content of the answer block after the think block, or the whole remaining text when no block is there.
 * Failures: `empty`, `unclosed-think`, `unclosed-answer-tag`, `malformed-answer-tag`, `several-answers`.
 */
export function findAnswerBlock(completion: string): AnswerBlock {
  if (completion.trim() === '') return { failure: 'empty' };
  const from = endOfThinking(completion);
  if (from === undefined) return { failure: 'unclosed-think' };
  const rest = completion.slice(from);
  const blocks = [...rest.matchAll(BLOCK)];
  const last = blocks.at(-1);
  if (last === undefined) {
    if (/<answer>/i.test(rest)) {
      return { failure: /<\/answer>/i.test(rest) ? 'malformed-answer-tag' : 'unclosed-answer-tag' };
    }
    return { text: rest, start: from };
  }
  if (blocks.some((block) => block[1]!.trim() !== last[1]!.trim())) return { failure: 'several-answers' };
  return { text: last[1]!, start: from + last.index + '<answer>'.length };
}

/** A failed parse. */
export function parseFailure(failure: string): ParsedAnswer {
  return { value: null, span: null, failure };
}

/** Offset behind the last closing think tag; 0 without think tags; undefined when thinking never ends. */
function endOfThinking(completion: string): number | undefined {
  const closing = [...completion.matchAll(THINK_CLOSE)].at(-1);
  if (closing !== undefined) {
    const end = closing.index + closing[0].length;
    return THINK_OPEN.test(completion.slice(end)) ? undefined : end;
  }
  return THINK_OPEN.test(completion) ? undefined : 0;
}
