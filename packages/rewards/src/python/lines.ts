/** Python's idea of lines and of text length, for rules that were published as Python code. */

const BREAKS = '\\n\\v\\f\\r\\x1c\\x1d\\x1e\\x85\\u2028\\u2029';
const LINE_BREAK = new RegExp(`\\r\\n|[${BREAKS}]`);

/** `text.splitlines()`: a break at the end opens no further line; the empty text has none. */
export function pythonSplitLines(text: string): string[] {
  const lines = text.split(LINE_BREAK);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `text[-count:]`, counted in code points as Python does. */
export function pythonTail(text: string, count: number): string {
  if (text.length <= count) return text;
  let start = text.length;
  for (let taken = 0; taken < count && start > 0; taken++) {
    start -= isPair(text, start - 2) ? 2 : 1;
  }
  return text.slice(start);
}

function isPair(text: string, at: number): boolean {
  return at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff;
}
