/** Words that every match of a regular expression holds: text without them need not be searched. */

/**
 * The longest run of letters and spaces that stands outside every group of the source; empty when there is none, or
 * when the source has alternatives outside groups.
 */
export function requiredWords(source: string): string {
  const runs = [''];
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const sign = source[i]!;
    if (sign === '\\') {
      i++;
      runs.push('');
    } else if (sign === '[') {
      i = source.indexOf(']', i);
      runs.push('');
    } else if (sign === '(' || sign === ')') {
      depth += sign === '(' ? 1 : -1;
      runs.push('');
    } else if (depth > 0) {
    } else if (sign === '|') return '';
    else if (/[?*{]/.test(sign)) {
      // What stands before is optional.
      runs.push(runs.pop()!.slice(0, -1), '');
    } else if (/[a-z' -]/.test(sign)) runs.push(runs.pop()! + sign);
    else runs.push('');
  }
  return runs.reduce((longest, run) => (run.trim().length > longest.trim().length ? run : longest), '');
}
