/** What the blind baseline may see of a question: its words, never its images or geometry. */
import type { Question } from '@parallax/dataset/schema';

export type BlindQuestion = Pick<Question, 'kind' | 'text' | 'options' | 'answerType'>;
export type BlindExample = BlindQuestion &
  Pick<Question, 'answer' | 'groupId'> & { readonly geometry: Pick<Question['geometry'], 'unit'> };

const MAX_GRAM = 3;

/**
 * Distinct word 1- to 3-grams of the wording, options with their letters included: "a: no movement" is how a
 * classifier notices that some option is seldom right where it stands.
 */
export function wordGrams(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9.+-]+:?|[^\sa-z0-9]/g) ?? [];
  const grams = new Set<string>();
  for (let start = 0; start < words.length; start++) {
    for (let size = 1; size <= MAX_GRAM && start + size <= words.length; size++) {
      grams.add(words.slice(start, start + size).join(' '));
    }
  }
  return grams;
}

/** Index of the option behind a letter; -1 for anything else. */
export function optionIndex(letter: string): number {
  return letter.length === 1 ? letter.charCodeAt(0) - 65 : -1;
}
