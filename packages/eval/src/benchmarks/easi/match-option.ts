/**
 * The option matcher of EASI, the spatial benchmarks of VLMEvalKit: a letter from free text by rules in this order.
 * 1. an answer block that starts with a letter (A-J); 2. a letter right before `</answer>` or `</think>` near the end;
 * 3. the last lines after the think block, then of the whole text; 4. a phrase such as "the answer is B";
 * 5. the only letter that stands alone anywhere.
 * Source: VLMEvalKit e8e78f05, vlmeval/dataset/utils/spatial_bench/matching_func.py can_match_option (no `choices`).
 */
import { pythonPattern, pythonSearch, pythonSplitLines, pythonStrip, pythonTail } from '@parallax/rewards';
import { afterThinking, withoutZeroWidth } from './text.ts';

const TAIL_LINES = 6;
/** Code points. */
const TAIL_WINDOW = 800;

const OPEN = '[\\(\\[\\{（【]?\\s*';
const CLOSE = '[\\)\\]\\}）】]?';
const ANSWER_BLOCK = pythonPattern(
  '<\\s*answer\\b[^>]*>\\s*([A-Ja-j])(?:\\s*[\\.．:：\\)\\]】、])?.*?<\\s*/\\s*answer\\s*>',
  { ignoreCase: true, dotAll: true },
);
const BEFORE_END = ['answer', 'think'].map((tag) =>
  pythonPattern(`(?<![A-Za-z])${OPEN}([A-F])\\s*${CLOSE}\\s*</\\s*${tag}\\s*>`, { ignoreCase: true }),
);
const OPTION_LINE = pythonPattern('^(?:[*_>\\-\\s]*)(?:option|选项)\\s+[A-J]\\s*[:：]', { ignoreCase: true });
const LONE_LETTER = pythonPattern(
  '^\\s*[*_`>（）\\[\\]【】\\(\\)]*\\s*([A-Fa-f])\\s*[*_`（）\\[\\]【】\\(\\)]*\\s*\\Z',
);
const LABEL = pythonPattern('^\\s*([A-F])\\s*[\\.．:：\\)\\]】、-]\\s+', { ignoreCase: true });
const TOKEN = pythonPattern(
  '(?<![A-Za-z])[*_`（\\[\\{\\(]*\\s*([A-F])\\s*[*_`）\\]\\})]*(?=$|[\\s\\.,:;!?\\)\\]】》」』，。；、：）】》」』])',
);
const PHRASE = pythonPattern(
  '(?:final\\s*answer|the\\s*answer\\s*is|answer(?:\\s*is)?|correct\\s*answer|' +
    '答案|最终答案|结论|所以|因此|我选(?:择)?|选择|选)' +
    `\\s*[:：>＝=]?\\s*${OPEN}([A-F])\\s*${CLOSE}(?:\\b|[.)、。])`,
  { ignoreCase: true },
);
const ALONE = pythonPattern(`(?<![A-Za-z])${OPEN}([A-F])\\s*${CLOSE}(?![A-Za-z])`);

/** The letter in upper case, or null where the official code returns False. */
export function matchOption(prediction: string): string | null {
  const text = withoutZeroWidth(pythonStrip(prediction));
  const tail = pythonTail(text, TAIL_WINDOW);
  const tagged =
    pythonSearch(ANSWER_BLOCK, text) ??
    BEFORE_END.map((pattern) => pythonSearch(pattern, tail)).find((match) => match !== undefined);
  if (tagged !== undefined) return tagged[1]!.toUpperCase();
  const lastLines = [afterThinking(text) ?? text, tail].map((part) =>
    letterOfLines(pythonSplitLines(part).slice(-TAIL_LINES)),
  );
  const fromLines = lastLines.find((letter) => letter !== null);
  if (fromLines !== undefined) return fromLines;
  const phrase = pythonSearch(PHRASE, text);
  if (phrase !== undefined) return phrase[1]!.toUpperCase();
  const kept = pythonSplitLines(text).filter((line) => pythonSearch(OPTION_LINE, line) === undefined);
  return onlyLetter(ALONE, kept.join('\n'));
}

/** The lowest line that says one letter; lines such as "Option A: ..." repeat the question. */
function letterOfLines(lines: readonly string[]): string | null {
  for (const line of lines.map(pythonStrip).reverse()) {
    if (line === '' || pythonSearch(OPTION_LINE, line) !== undefined) continue;
    const match = pythonSearch(LONE_LETTER, line) ?? pythonSearch(LABEL, line);
    const letter = match === undefined ? onlyLetter(TOKEN, line) : match[1]!.toUpperCase();
    if (letter !== null) return letter;
  }
  return null;
}

/** The letter that all matches agree on. */
function onlyLetter(pattern: RegExp, text: string): string | null {
  const letters = new Set([...text.matchAll(pattern)].map((match) => match[1]!));
  return letters.size === 1 ? [...letters][0]! : null;
}
