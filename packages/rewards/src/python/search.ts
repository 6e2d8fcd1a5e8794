/** `re.search` and its kin over a pattern of `pythonPattern`. */

/** The leftmost match, or undefined: `re.search`. */
export function pythonSearch(pattern: RegExp, text: string): RegExpExecArray | undefined {
  return text.matchAll(pattern).next().value;
}

/** The last one of all matches that do not overlap: `list(re.finditer(...))[-1]`. */
export function pythonLastMatch(pattern: RegExp, text: string): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(pattern)) last = match;
  return last;
}
