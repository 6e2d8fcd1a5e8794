/**
 * The first number or English number word of a text: "about 9" is 9, "one hundred and five" 105, "1,200" is 1.
 * Source: lmms-eval 75571cfe, lmms_eval/tasks/vsibench/utils.py extract_number.
 */
import { pythonFloat, pythonPattern, pythonSearch, pythonStrip } from '@parallax/rewards';

const DIGITS = pythonPattern('-?\\d+(?:\\.\\d+)?');
const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.split(' ').map((word, value): [string, number] => [word, value]),
  ...'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, i): [string, number] => [word, 20 + 10 * i]),
  ['hundred', 100],
  ['thousand', 1000],
]);

export function firstNumber(prediction: string): number | null {
  const text = pythonStrip(prediction).toLowerCase();
  const digits = pythonSearch(DIGITS, text);
  const words = wordRun(text);
  if (digits !== undefined && (words === null || digits.index < words.start)) return pythonFloat(digits[0]);
  return words === null ? null : sumOf(words.values);
}

/** The first run of number words; "and" inside it is skipped, what stands between words is not looked at. */
function wordRun(text: string): { start: number; values: number[] } | null {
  let run: { start: number; values: number[] } | null = null;
  for (const match of text.matchAll(/[a-z]+/g)) {
    const value = WORDS.get(match[0]);
    if (value !== undefined) {
      run ??= { start: match.index, values: [] };
      run.values.push(value);
    } else if (run !== null && match[0] !== 'and') break;
  }
  return run;
}

function sumOf(values: readonly number[]): number {
  let total = 0;
  let current = 0;
  for (const value of values) {
    if (value === 1000) {
      total += Math.max(current, 1) * 1000;
      current = 0;
    } else current = value === 100 ? Math.max(current, 1) * 100 : current + value;
  }
  return total + current;
}
