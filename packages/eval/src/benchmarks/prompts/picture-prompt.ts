/** Prompts with pictures, and the strict reading of a letter: what choice benchmarks share. */
import type { ChatMessage } from '@parallax/dataset/schema';
import { parseAnswer } from '@parallax/rewards';

/** One user turn: all pictures, then the text; `textFirst` turns it round. */
export function picturePrompt(pictures: number, text: string, textFirst = false): ChatMessage[] {
  const images = Array.from({ length: pictures }, () => ({ type: 'image' as const }));
  const words = { type: 'text' as const, text };
  return [{ role: 'user', content: textFirst ? [words, ...images] : [...images, words] }];
}

/** @param options number of options, or their texts. */
export function strictLetter(completion: string, options: number | readonly string[], answer: string) {
  const { value } = parseAnswer(completion, 'choice', options);
  return { extracted: value, value: value !== null && value === answer ? 1 : 0 };
}
