/**
 * The end of a compact chain: the options again in short, each with its letter behind it, then the chosen one:
 * "Options: left A movement B right C. So: right." Finding what is true and finding its letter are two steps, and a
 * small model learns them as two: said so, the letter follows its word as a column follows its object in a layout,
 * whatever the question's wording. It is no claim about geometry: the answer's own score judges it.
 */
/** Letters of options in their order. */
export const OPTION_LETTERS = 'ABCDEFGH';
const CONCLUSION = /(?:^|(?<=\s))Options: [^.]*\. So: [^.]*\./g;

/** @param options texts in the order of their letters; empty for open answers: nothing is added */
export function concluded(chain: string, options: readonly string[], letter: string): string {
  if (options.length === 0) return chain;
  const words = shortWords(options);
  const list = words.map((word, i) => `${word} ${OPTION_LETTERS[i]}`).join(' ');
  return `${chain} Options: ${list}. So: ${words[OPTION_LETTERS.indexOf(letter)]}.`.trim();
}

/** The chain with its conclusion blanked out; the places of all other characters stay. */
export function withoutConclusion(chain: string): string {
  return chain.replace(CONCLUSION, (text) => ' '.repeat(text.length));
}

/** Of each option the last word that no other option has; the whole text when there is none. */
export function shortWords(options: readonly string[]): string[] {
  return options.map((option, i) => {
    const others = new Set(options.filter((_, j) => j !== i).flatMap((other) => other.split(' ')));
    return option.split(' ').findLast((word) => !others.has(word)) ?? option;
  });
}
