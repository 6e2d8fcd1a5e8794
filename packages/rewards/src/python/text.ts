/**
 * Python's idea of white space, for rules that were published as Python code.
 * It differs from JavaScript's: U+001C..U+001F and U+0085 are white space, U+FEFF is not.
 */

/** Body of a character class: what `str.isspace()` and `\s` of a Python str pattern accept. */
export const PYTHON_SPACE =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const spacePattern = new RegExp(`[${PYTHON_SPACE}]`);

/** Character range that remains when Python's `str.strip()` is applied to `text` (end exclusive). */
export function pythonStripRange(text: string): [number, number] {
  let start = 0;
  let end = text.length;
  while (start < end && spacePattern.test(text[start]!)) start++;
  while (end > start && spacePattern.test(text[end - 1]!)) end--;
  return [start, end];
}

/** Python's `str.strip()`. */
export function pythonStrip(text: string): string {
  return text.slice(...pythonStripRange(text));
}

/** Python's `str.split()`: parts between runs of white space, none empty. */
export function pythonSplit(text: string): string[] {
  return text.split(new RegExp(`[${PYTHON_SPACE}]+`)).filter((part) => part !== '');
}
