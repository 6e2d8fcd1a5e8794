/**
 * The answer that most of several give, of equally frequent ones the first; null where none could be read.
 * Self-consistency (arXiv 2203.11171): a chain commits to one reading of the photos, several are a sample of all.
 */
export function majority(answers: readonly (string | null)[]): string | null {
  let [best, most] = [null as string | null, 0];
  const counts = new Map<string, number>();
  for (const answer of answers) if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  // A map keeps the order in which its keys came.
  for (const [answer, count] of counts) if (count > most) [best, most] = [answer, count];
  return best;
}
