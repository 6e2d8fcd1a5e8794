/** Answers that hold as long as the index does: worked out once, however many ask for them at the same time. */

interface Kept {
  readonly answer: Promise<unknown>;
  readonly revision: number;
  readonly madeAt: number;
}

/**
 * @param revision number of the last look at the lab folder: an answer of an earlier one is worked out anew.
 * @param holdMs longest time that an answer is used; during a long look rows come in without a new revision.
 */
export function onceALook(revision: () => number, holdMs: number) {
  const kept = new Map<string, Kept>();
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    const isGood =
      known !== undefined && known.revision === revision() && performance.now() - known.madeAt < holdMs;
    // Under one key there is always the answer of one route.
    if (isGood) return known.answer as Promise<T>;
    const answer = make();
    kept.set(key, { answer, revision: revision(), madeAt: performance.now() });
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
