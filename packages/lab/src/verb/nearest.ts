/** The name most like what the user wrote, for messages of the form "did you mean". */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(3, Math.ceil(written.length / 2)) + 1;
  for (const name of known) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Insertions, deletions and substitutions that make one text out of the other, counted in code points.
 * @param substitution cost of one: 1 for Levenshtein's distance, 2 for the distance behind `Levenshtein.ratio` of PyPI.
 */
export function editDistance(a: string, b: string, substitution = 1): number {
  const right = [...b];
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const row = [i + 1];
    for (const [j, other] of right.entries()) {
      const replaced = previous[j]! + (letter === other ? 0 : substitution);
      row.push(Math.min(previous[j + 1]! + 1, row[j]! + 1, replaced));
    }
    previous = row;
  }
  return previous[right.length]!;
}

/** The remedy of a name that does not exist: the nearest one, then all. */
export function suggestName(written: string, known: readonly string[]): string {
  const nearest = nearestName(written, known);
  return `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}Use one of: ${known.join(', ')}.`;
}
