/**
 * The three readings of OmniSpatial that need no judge model. What cannot be read counts as "A" in two of them.
 * Source: qizekun/OmniSpatial at 208bac25, api_eval.py process_info; the same in lmms-eval at 75571cfe,
 * lmms_eval/tasks/omnispatial/utils.py (behaviour, not code).
 */
import { pythonLastMatch, pythonPattern, pythonStrip } from '@parallax/rewards';

const GUESS = 'A';
const ANSWER = pythonPattern('Answer\\s*:\\s*([A-D])\\b', { ignoreCase: true });
const FENCE = '```';
/** Bare words that Python's reader takes for numbers; strings are stepped over. */
const NO_JSON_NUMBER = /"(?:[^"\\]|\\[\s\S])*"|-?Infinity|NaN/g;

/** Last "Answer: X" with its case as it stands: "answer: b" is read as "b", which no row has. */
export function letterByPattern(completion: string): string {
  return pythonLastMatch(ANSWER, completion)?.[1] ?? GUESS;
}

/** First character, whatever it is; "" of an empty completion. */
export function letterDirect(completion: string): string {
  return firstCharacter(pythonStrip(completion).toUpperCase());
}

/** Key "answer" of the JSON object that the whole completion is, in a code fence or not. */
export function letterOfJson(completion: string): string {
  let text = pythonStrip(completion);
  if (text.startsWith(`${FENCE}json`)) text = text.slice(FENCE.length + 'json'.length);
  if (text.endsWith(FENCE)) text = text.slice(0, -FENCE.length);
  const value = parsed(pythonStrip(text));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return GUESS;
  const answer: unknown = Object.hasOwn(value, 'answer') ? (value as { answer: unknown }).answer : GUESS;
  return typeof answer === 'string' ? firstCharacter(pythonStrip(answer).toUpperCase()) : GUESS;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(NO_JSON_NUMBER, (part) => (part.startsWith('"') ? part : 'null')));
  } catch {
    return null;
  }
}

function firstCharacter(text: string): string {
  return [...text.slice(0, 2)][0] ?? '';
}
