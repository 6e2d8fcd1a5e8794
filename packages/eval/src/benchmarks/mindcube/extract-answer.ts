/**
 * MindCube's reading of a letter A to E; the first rule that finds one decides, and takes its last match.
 * The published list has further patterns with a dot behind the letter; rule 1 leaves them nothing to find.
 * Source: mll-lab-nu/MindCube 6d8fd9ac, src/evaluation/core/extractors.py extract_answer; copied by lmms-eval 75571cfe.
 */
import { pythonLastMatch, pythonPattern, pythonSearch } from '@parallax/rewards';

/** Anywhere: inside words and think blocks too. */
const LETTER_DOT = pythonPattern('([A-E])\\.');
const ANSWER_TAG = pythonPattern('<Answer>(.*?)(?:<|$)', { dotAll: true });
const LETTER = pythonPattern('\\b([A-E])\\b');
const IN_TAG = [pythonPattern('[Mm]y answer is ([A-E])'), pythonPattern('[Tt]he answer is ([A-E])'), LETTER];
const IN_TEXT = [
  '(?:^|\\n)(?:Answer: )?([A-E])(?:\\.|$|\\s)',
  '[\\*\\"]([A-E])[\\*\\"]',
  '\\bAnswer:?\\s*([A-E])\\b',
  '[Mm]y answer is ([A-E])',
  'answer is ([A-E])',
].map((source) => pythonPattern(source));

export function extractMindCubeAnswer(text: string): string | null {
  const tag = pythonSearch(ANSWER_TAG, text)?.[1];
  return (
    lastLetter([LETTER_DOT], text) ??
    (tag === undefined ? null : lastLetter(IN_TAG, tag)) ??
    lastLetter(IN_TEXT, text) ??
    lowestLine(text)
  );
}

function lastLetter(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    const match = pythonLastMatch(pattern, text);
    if (match !== undefined) return match[1]!;
  }
  return null;
}

/** The lowest line with a letter that stands alone gives its first one. */
function lowestLine(text: string): string | null {
  for (const line of text.split('\n').reverse()) {
    const match = pythonSearch(LETTER, line);
    if (match !== undefined) return match[1]!;
  }
  return null;
}
