/**
 * The number matcher of EASI: the number of an answer block, else the last one behind the think block, else the last one.
 * Number words zero..twenty are read one by one, so "twenty-one" becomes "20-1" and ends with -1.
 * Source: VLMEvalKit e8e78f05, vlmeval/dataset/utils/spatial_bench/matching_func.py can_match_na.
 */
import {
  pythonFloat,
  pythonLastMatch,
  pythonLiteral,
  pythonPattern,
  pythonSearch,
  pythonStr,
  pythonStrip,
} from '@parallax/rewards';
import { afterThinking, withoutZeroWidth } from './text.ts';

const NUMBER = '[-+]?(?:\\d*\\.\\d+|\\d+)(?:[eE][-+]?\\d+)?';
const NUMBERS = pythonPattern(NUMBER);
const TAGGED = pythonPattern(`<\\s*answer\\b[^>]*>\\s*(${NUMBER})(?:[^\\d<][^<]*)?<\\s*/\\s*answer\\s*>`, {
  ignoreCase: true,
  dotAll: true,
});
const WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const NUMBER_WORD = pythonPattern(`\\b(${WORDS.join('|')})\\b`, { ignoreCase: true });

/** Null where the official code finds none; the value may be infinite. */
export function matchNumber(prediction: string): number | null {
  const source = firstOfList(prediction);
  if (source === null) return null;
  const text = withoutZeroWidth(pythonStrip(source)).replace(NUMBER_WORD, (word) => {
    const value = WORDS.indexOf(word.toLowerCase());
    return value < 0 ? word : String(value);
  });
  const tagged = pythonSearch(TAGGED, text);
  const number =
    tagged?.[1] ??
    pythonLastMatch(NUMBERS, afterThinking(text) ?? text)?.[0] ??
    pythonLastMatch(NUMBERS, text)?.[0];
  return number === undefined ? null : pythonFloat(number);
}

/** A completion in square brackets is read as a Python list, and one that is none gives no number at all. */
function firstOfList(prediction: string): string | null {
  const stripped = pythonStrip(prediction);
  if (!stripped.startsWith('[') || !stripped.endsWith(']')) return prediction;
  const literal = pythonLiteral(prediction);
  if (literal === null) return null;
  const first = literal.kind === 'list' ? literal.items[0] : undefined;
  return first === undefined ? prediction : pythonStr(first);
}
