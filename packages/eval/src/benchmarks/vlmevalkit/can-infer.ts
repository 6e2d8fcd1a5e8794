/**
 * VLMEvalKit's matcher of an option without a judge: a lone letter, then (newer code) "answer is X", then an option's text.
 * Source: open-compass/VLMEvalKit at e8e78f05 and its older copy in warmsnow-sh/Actial at 32f46c31,
 * vlmeval/utils/matching_util.py (behaviour, not code).
 */
import { pythonPattern, pythonSplit } from '@parallax/rewards';

export interface Dialect {
  /** The letter must stand among the last four words, "answer is X" is tried, long answers skip the text match. */
  readonly tail: boolean;
  /** Its writer of spreadsheets takes "=..." for a formula. */
  readonly formulas: boolean;
}

export const HEAD: Dialect = { tail: true, formulas: false };
export const ACTIAL: Dialect = { tail: false, formulas: true };

const FAILED = 'Failed to obtain answer via API';
const REFUSALS = [
  "Sorry, I can't help with images of people yet.",
  "I can't process this file.",
  "I'm sorry, but without the image provided",
  'Cannot determine the answer',
];
/** These become spaces; quotes, back-quotes, slashes, dashes and angle brackets do not. */
const PUNCTUATION = /[.()[\],:;!*#{}]/g;
const TAIL_WORDS = 4;

/**
 * @param options letter -> text as the harness sees it, letters in order
 * @returns a letter, "Z" for a refusal, null where nothing is found
 */
export function canInfer(
  answer: string,
  options: Readonly<Record<string, string>>,
  dialect: Dialect,
): string | null {
  return canInferOption(answer, options, dialect) ?? canInferText(answer, options, dialect);
}

export function canInferOption(
  answer: string,
  options: Readonly<Record<string, string>>,
  { tail }: Dialect,
): string | null {
  if (answer.includes(FAILED)) return null;
  if (REFUSALS.some((refusal) => answer.includes(refusal))) return 'Z';
  const words = pythonSplit(answer.replace(PUNCTUATION, ' '));
  const found = Object.keys(options).filter((letter) => words.includes(letter));
  const [only] = found;
  if (found.length === 1 && only !== undefined) {
    if (!tail || words.indexOf(only) >= words.length - TAIL_WORDS) return only;
  } else if (found.length === 0 && words.includes('Z')) return 'Z';
  if (!tail) return null;
  const said = verbose().exec(answer)?.[1]?.toUpperCase();
  return said !== undefined && Object.hasOwn(options, said) ? said : null;
}

export function canInferText(
  answer: string,
  options: Readonly<Record<string, string>>,
  { tail }: Dialect,
): string | null {
  const lower = answer.toLowerCase();
  // Python counts code points.
  const total = Object.values(options).reduce((sum, text) => sum + [...text].length, 0);
  if (tail && [...lower].length > 2 * total) return null;
  const found = Object.entries(options).filter(([, text]) => lower.includes(text.toLowerCase()));
  return found.length === 1 ? found[0]![0] : null;
}

/** No border before or after the letter: "answer is clearly" is C. */
function verbose(): RegExp {
  return pythonPattern('(?:correct\\s+)?answer\\s+is\\s+\\**([ABCD])\\**', { ignoreCase: true });
}
