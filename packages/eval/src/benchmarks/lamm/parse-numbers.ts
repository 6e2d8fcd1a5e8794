/**
 * How LAMM's metrics read boxes, points and counts in a completion, quirks included.
 * Source: OpenGVLab/LAMM at ea57136, src/ChEF/metric/utils.py (behaviour, not code).
 */
import { PYTHON_SPACE, pythonFloat, pythonInt, pythonIsDigit, pythonSplit } from '@parallax/rewards';

const UNSIGNED = /[0-9]+\.?[0-9]*/g;
/** What may still become a number when more characters follow; `inf` and `nan` included. */
const VIABLE =
  /^[+-]?(?:[\p{Nd}_]*\.?[\p{Nd}_]*(?:e[+-]?[\p{Nd}_]*)?|i(?:n(?:f(?:i(?:n(?:i(?:ty?)?)?)?)?)?)?|n(?:an?)?)$/iu;
const LEADING_SPACE = new RegExp(`^[${PYTHON_SPACE}]$`);
/** A token of this length that is still no number is given up: no number is written so, and the search stays linear. */
const LONGEST_BROKEN = 1000;

const COUNT_WORDS = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, value) => [word, value] as const),
).set('no', 0);

/**
 * Groups of `size` numbers: those in square brackets, then those in round ones, one list cut into groups. When that
 * gives no whole group, all numbers of the text, without their signs.
 */
export function numberGroups(text: string, size: number): number[][] {
  const bracketed = [...bracketNumbers(text, '[', ']'), ...bracketNumbers(text, '(', ')')];
  const numbers = bracketed.length >= size ? bracketed : (text.match(UNSIGNED) ?? []).map(Number);
  return Array.from({ length: Math.floor(numbers.length / size) }, (_, i) =>
    numbers.slice(i * size, (i + 1) * size),
  );
}

/**
 * A token that is no number is never dropped: it sticks to all that follows, so every later number of this kind of
 * bracket is lost. The published code keeps testing the growing token; here the search stops once it cannot mend.
 */
function bracketNumbers(text: string, open: string, close: string): number[] {
  const numbers: number[] = [];
  let inside = false;
  let token = '';
  for (const c of text) {
    if (c === open) {
      inside = true;
    } else if (inside && c !== close && c !== ',' && c !== ' ') {
      // White space around a number is nothing to float(); inside one it is the end of it.
      if (token !== '' || !LEADING_SPACE.test(c)) token += c;
    } else if (inside || c === close) {
      if (c === close) inside = false;
      if (token === '') continue;
      const number = pythonFloat(token);
      if (number !== null) {
        numbers.push(number);
        token = '';
      } else if (token.length > LONGEST_BROKEN || !VIABLE.test(token)) {
        return numbers;
      }
    }
  }
  return numbers;
}

/**
 * First token of the lower-cased text that is all digits or a number word up to twenty; 0 without one. Null where
 * official code stops: digits that are none to int(), such as superscripts.
 */
export function countIn(text: string): number | null {
  for (const word of pythonSplit(text.toLowerCase())) {
    if (pythonIsDigit(word)) return pythonInt(word);
    const value = COUNT_WORDS.get(word);
    if (value !== undefined) return value;
  }
  return 0;
}
