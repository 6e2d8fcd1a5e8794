/** Keeps the answers of the last few different questions. */

/** @param most how many; the one that was not asked for the longest goes first. A failure is not kept. */
export function remember<T>(most: number) {
  const kept = new Map<string, Promise<T>>();
  return (key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    kept.delete(key);
    const answer = known ?? make();
    kept.set(key, answer);
    if (known === undefined) answer.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}
