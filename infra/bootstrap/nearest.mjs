/** "Did you mean" for the dispatcher, which must work before the workspace is installed. */

/**
 * @param {string} written
 * @param {readonly string[]} known
 * @returns {string} the known name with the smallest edit distance
 */
export function nearestOf(written, known) {
  let best = known[0] ?? '';
  for (const name of known) {
    if (editDistance(written, name) < editDistance(written, best)) best = name;
  }
  return best;
}

/** @param {string} a @param {string} b */
function editDistance(a, b) {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
