/** Moves the options of a written-out question on by some letters. */

export interface ListedOptions {
  /** The wording, options included. */
  readonly text: string;
  /** Option texts in the order of their letters. */
  readonly options: readonly string[];
  /** Letter of the right option. */
  readonly answer: string;
}

const LETTER_A = 65;

/**
 * Options are found where the wording lists them in their order, each behind its letter and one of ": . ) - ]", as in
 * "A: left B: right" or "(A) left\n(B) right"; only their texts move, so a letter keeps its place.
 * @param steps 1: A gets B's text, the last letter gets A's. Source: the circular order of VLMEvalKit (ABCD, BCDA, ...)
 * @returns null when `steps` is not below the number of options, or the wording does not list them
 */
export function rotateListedOptions(listed: ListedOptions, steps: number): Rotated | null {
  const { text, options, answer } = listed;
  const moved = rotateOptionList(options, answer, steps);
  const slots = moved === null ? null : findSlots(text, options);
  if (moved === null || slots === null) return null;
  let written = '';
  let at = 0;
  for (const [i, start] of slots.entries()) {
    written += text.slice(at, start) + moved.options[i]!;
    at = start + options[i]!.length;
  }
  return { text: written + text.slice(at), ...moved };
}

/**
 * The same of options that no wording lists: any values in the order of their letters.
 * @returns null when `steps` is not below the number of options, or the answer is the letter of none
 */
export function rotateOptionList<T>(
  options: readonly T[],
  answer: string,
  steps: number,
): { readonly options: T[]; readonly answer: string } | null {
  const count = options.length;
  const right = answer.charCodeAt(0) - LETTER_A;
  if (steps <= 0 || steps >= count || answer.length !== 1 || right < 0 || right >= count) return null;
  return {
    options: options.map((_, i) => options[(i + steps) % count]!),
    answer: String.fromCharCode(LETTER_A + ((right - steps + count) % count)),
  };
}

export interface Rotated {
  readonly text: string;
  readonly options: string[];
  readonly answer: string;
}

/** Where each option's text begins, letters in order; the list that stands last counts, since a stem may name options. */
function findSlots(text: string, options: readonly string[]): number[] | null {
  const slots: number[] = [];
  let before = text.length;
  for (let i = options.length - 1; i >= 0; i--) {
    const letter = String.fromCharCode(LETTER_A + i);
    const start = lastSlot(text, letter, options[i]!, before);
    if (start === null) return null;
    slots.unshift(start);
    before = start - 1;
  }
  return slots;
}

function lastSlot(text: string, letter: string, option: string, before: number): number | null {
  if (option.trim() === '') return null;
  for (let at = text.lastIndexOf(option, before - option.length); at >= 0; ) {
    if (new RegExp(`(?:^|[^A-Za-z0-9])${letter}[:.)\\]-]\\s*$`).test(text.slice(Math.max(0, at - 8), at))) {
      return at;
    }
    if (at === 0) return null;
    at = text.lastIndexOf(option, at - 1);
  }
  return null;
}
