/** How much of a question's wording stood in the training questions, by runs of words. */

export interface TextMatch {
  /** Share of the text's runs of words that the other side has, 0..1. */
  readonly share: number;
  /** The training item that has most of them. */
  readonly id: number;
}

export interface TextOverlap {
  add(text: string, id: number): void;
  /** null where no run is shared. */
  match(text: string): TextMatch | null;
}

/**
 * @param words length of a run; a shorter text is one run of its own length
 * Source: the overlap test of GPT-3 (Brown et al. 2020, appendix C), which takes 13 words; questions are shorter.
 */
export function createTextOverlap(words = 8): TextOverlap {
  // Only the first item that has a run is kept: memory grows with the wordings, not with the questions.
  const firstWith = new Map<string, number>();
  return {
    add(text, id) {
      for (const run of runsOf(text, words)) if (!firstWith.has(run)) firstWith.set(run, id);
    },
    match(text) {
      const runs = runsOf(text, words);
      const votes = new Map<number, number>();
      let shared = 0;
      for (const run of runs) {
        const id = firstWith.get(run);
        if (id === undefined) continue;
        shared++;
        votes.set(id, (votes.get(id) ?? 0) + 1);
      }
      if (shared === 0) return null;
      const [id] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
      return { share: shared / runs.size, id };
    },
  };
}

/** Case, punctuation and image marks do not count. */
function runsOf(text: string, words: number): Set<string> {
  const list =
    text
      .replaceAll('<image>', ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (list.length === 0) return new Set();
  const length = Math.min(words, list.length);
  return new Set(
    Array.from({ length: list.length - length + 1 }, (_, i) => list.slice(i, i + length).join(' ')),
  );
}
