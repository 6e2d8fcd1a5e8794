/** LAMM's reading of a multiple choice. Source: OpenGVLab/LAMM at ea57136, src/ChEF/metric/vqa.py LAMM_VQA. */
import { pythonPattern } from '@parallax/rewards';

const LETTERS = 'ABCDEFG';
const SENTENCE = pythonPattern('The answer is \\(?[A-E]\\)?\\W|the answer is \\(?[A-E]\\)?\\W');
const CAPITALS = pythonPattern('ANSWER: [A-E]');
const BRACKETS = pythonPattern('\\([A-E]\\)');

export interface ChoiceReading {
  readonly hit: 0 | 1;
  readonly reason: string;
}

/**
 * The first pattern that occurs decides: all its matches must hold the right letter (of "ANSWER: X" the first one
 * only). Without any, the right option's text must occur and no other option's.
 */
export function readLammChoice(completion: string, options: readonly string[], right: number): ChoiceReading {
  const letter = LETTERS[right] ?? '';
  const sentences = completion.match(SENTENCE) ?? [];
  if (sentences.length > 0)
    return verdict(
      sentences.every((text) => text.includes(letter)),
      'sentence',
    );
  const capitals = completion.match(CAPITALS) ?? [];
  if (capitals.length > 0) return verdict(capitals[0]!.endsWith(letter), 'ANSWER: letter');
  const brackets = completion.match(BRACKETS) ?? [];
  if (brackets.length > 0)
    return verdict(
      brackets.every((text) => text.includes(letter)),
      'bracketed letters',
    );
  const text = completion.toLowerCase();
  const found = options.map((option) => text.includes(option.toLowerCase()));
  return verdict(found[right] === true && found.filter(Boolean).length === 1, 'text of the option');
}

function verdict(right: boolean, rule: string): ChoiceReading {
  return { hit: right ? 1 : 0, reason: `rule: ${rule}` };
}
