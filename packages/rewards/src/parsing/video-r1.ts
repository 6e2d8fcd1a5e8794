/**
 * Video-R1's reading of a completion, quirks included: tags in lower case only, nothing may stand around the blocks.
 * Source: tulerfeng/Video-R1 at 59d65c3, src/r1-v/src/open_r1/grpo.py (behaviour, not code): `format_reward` and
 * `extract_answer` of `accuracy_reward`. Each tag is looked for once from the left, in linear time.
 */
import { PYTHON_SPACE, pythonStripRange } from '../python/text.ts';

const OPEN = '<answer>';
const CLOSE = '</answer>';
const THINK = '<think>';
const THINK_TO_ANSWER = new RegExp(`</think>[${PYTHON_SPACE}]*<answer>`);

/** True when the whole completion is a think block, white space, an answer block. */
export function hasVideoR1Format(completion: string): boolean {
  if (!completion.startsWith(THINK) || !completion.endsWith(CLOSE)) return false;
  const end = completion.length - CLOSE.length;
  return end >= THINK.length && THINK_TO_ANSWER.test(completion.slice(THINK.length, end));
}

/** The stripped first answer block, wherever it stands; "" without one. `span` is null then. */
export function extractVideoR1Answer(completion: string): { content: string; span: [number, number] | null } {
  const open = completion.indexOf(OPEN);
  const close = open < 0 ? -1 : completion.indexOf(CLOSE, open + OPEN.length);
  if (close < 0) return { content: '', span: null };
  const start = open + OPEN.length;
  const inner = completion.slice(start, close);
  const [from, to] = pythonStripRange(inner);
  return { content: inner.slice(from, to), span: [start + from, start + to] };
}
