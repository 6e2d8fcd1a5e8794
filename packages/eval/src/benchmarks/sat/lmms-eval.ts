/**
 * SAT by lmms-eval: the first word of the text without its punctuation, against the letter.
 * Source: EvolvingLMMs-Lab/lmms-eval at 75571cfe, lmms_eval/tasks/sat (sat.yaml, utils.py MultiChoiceRegexFilter) and
 * lmms_eval/api/metrics.py exact_match_hf_evaluate (behaviour, not code).
 */
import { letterOf, pythonPattern, pythonStrip } from '@parallax/rewards';
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean } from '../tables/mean-by.ts';
import type { SatRow } from './row.ts';

/** Options are looked for in the question's own text, where SAT has none: there no text of an option counts. */
const LISTED = pythonPattern('\\b([A-Z])\\.\\s+([^\\n]*)');
const PUNCTUATION = pythonPattern('[^\\w\\s]');
const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g;
const CAMERA_HINT =
  'When multiple images are provided, You want to realize that when camera moves left, the objects in the image move right, and vice versa. And when you are asked about the movement of the same object captured in different images, you can compare the position of the object relative to other objects in the image to answer the question.';

export function satPrompt({ question, options }: SatRow): string {
  const listed = options.map((option, i) => `${letterOf(i)}. ${option}\n`).join('');
  const ask = 'Only output the letter of the correct option and nothing else.';
  return `${pythonStrip(question)}\n${CAMERA_HINT}\n\n${listed}\n${ask}`;
}

export function filteredWord(question: string, completion: string): string {
  const texts = [...question.matchAll(LISTED)].map((match) => pythonStrip(match[2]!));
  const letters = new Map(texts.map((text, i) => [text, String.fromCodePoint(65 + i)]));
  const cleaned = pythonStrip(completion.replace(PUNCTUATION, ''));
  return (letters.get(leftmost(texts, cleaned) ?? '') ?? cleaned).split(' ')[0]!;
}

export const satLmmsEval: BenchmarkScorer<SatRow> = {
  score: (rows, predictions) => {
    const items = rows.map(({ id, question, letter }) => {
      const extracted = filteredWord(question, predictions.get(String(id)) ?? '');
      const plain = pythonStrip(extracted).toLowerCase().replace(ASCII_PUNCTUATION, '');
      return { id, extracted, hit: plain === letter.toLowerCase() ? 1 : 0 };
    });
    return { overall: { exact_match: mean(items.map(({ hit }) => hit)) }, items };
  },
  missing: 'it asks the model for every row',
};

/** Of the texts the one that stands first; of several at one place the first in the list. */
function leftmost(texts: readonly string[], haystack: string): string | undefined {
  const found = texts.map((text) => ({ text, at: haystack.indexOf(text) })).filter(({ at }) => at >= 0);
  const first = Math.min(...found.map(({ at }) => at));
  return found.find(({ at }) => at === first)?.text;
}
