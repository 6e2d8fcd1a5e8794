/**
 * The published reward's reading of a completion, quirks included, so that our numbers equal the paper's code.
 *
 * Source: warmsnow-sh/Actial at 32f46c3, verl/utils/reward_score/reward_custom.py (behaviour, not code).
 * The published rules are lazy regular expressions that search in quadratic time; here each tag is looked for
 * once from the left, which gives the same answer in linear time whatever a policy writes.
 */
import { PYTHON_SPACE, pythonStripRange } from '../python/text.ts';

/** What the official code compares when there is no answer tag: Python's None turned into a string. */
export const ACTIAL_NO_ANSWER = 'None';

/**
 * Python's case-insensitive matching also takes U+0130 and U+0131 for i, which JavaScript does not fold;
 * the long s and the Kelvin sign are folded by the flags `iu`.
 */
const THINK = 'th[i\\u0130\\u0131]nk';
const ANSWER_OPEN = /<answer>/iu;
const ANSWER_CLOSE = /<\/answer>/iu;
const THINK_OPEN_AT_START = new RegExp(`^<${THINK}>`, 'iu');
const ANSWER_CLOSE_AT_END = /<\/answer>$/iu;
const THINK_TO_ANSWER = new RegExp(`</${THINK}>[${PYTHON_SPACE}]*<answer>`, 'iu');

export interface ActialAnswer {
  /** Stripped content of the first answer block, or the string "None". */
  readonly content: string;
  /** Range of `content` in the completion; null without an answer block. */
  readonly span: [number, number] | null;
}

/** First `<answer>...</answer>` of the completion, wherever it stands (inside the think block too). */
export function extractActialAnswer(completion: string): ActialAnswer {
  const open = ANSWER_OPEN.exec(completion);
  if (open === null) return { content: ACTIAL_NO_ANSWER, span: null };
  const start = open.index + open[0].length;
  const length = completion.slice(start).search(ANSWER_CLOSE);
  if (length < 0) return { content: ACTIAL_NO_ANSWER, span: null };
  const inner = completion.slice(start, start + length);
  const [from, to] = pythonStripRange(inner);
  return { content: inner.slice(from, to), span: [start + from, start + to] };
}

/**
 * True when the stripped completion is `<think>...</think>`, white space, `<answer>...</answer>`.
 * The inner parts may themselves hold tags: two answer blocks in a row still pass, as in the official code.
 */
export function hasActialFormat(completion: string): boolean {
  const text = completion.slice(...pythonStripRange(completion));
  const start = THINK_OPEN_AT_START.exec(text);
  const end = ANSWER_CLOSE_AT_END.exec(text);
  if (start === null || end === null) return false;
  const inner = text.slice(start[0].length, end.index);
  return THINK_TO_ANSWER.test(inner);
}
