/** Answers and options as foreign sets write them. */
import type { Sample } from '../sample.ts';

/** A letter by itself, in brackets, or before its text: "B", "(B)", "B. left". */
const LETTER = /^\(?([A-H])(?:\)|[.:])?(?=\s|$)/;
const NUMBER = /^[-+]?\d+(?:\.\d+)?$/;

/** What an assistant's turn answers: the text inside its answer tags, or all of it. */
export function answerOf(completion: string): string {
  const tagged = [...completion.matchAll(/<answer>([\s\S]*?)<\/answer>/gi)].at(-1)?.[1];
  return (tagged ?? completion).trim();
}

export function typedAnswer(
  answer: string | null,
  options: readonly string[],
): Pick<Sample, 'answer' | 'answerType'> {
  if (answer === null) return { answer, answerType: options.length > 0 ? 'choice' : 'text' };
  const text = answer.trim();
  if (options.length > 0) {
    const letter = LETTER.exec(text)?.[1];
    if (letter !== undefined && letter.charCodeAt(0) - 65 < options.length) {
      return { answer: letter, answerType: 'choice' };
    }
    const named = options.findIndex((option) => option.trim().toLowerCase() === text.toLowerCase());
    if (named >= 0) return { answer: String.fromCharCode(65 + named), answerType: 'choice' };
  }
  return { answer: text, answerType: NUMBER.test(text) ? 'number' : 'text' };
}

/** "A: left B: right", "A. left\nB. right", "(A) left (B) right". */
const STYLES = [
  (letter: string) => new RegExp(`(?:^|\\s)${letter}: `, 'g'),
  (letter: string) => new RegExp(`(?:^|\\s)${letter}\\. `, 'g'),
  (letter: string) => new RegExp(`(?:^|\\s)\\(${letter}\\) ?`, 'g'),
  (letter: string) => new RegExp(`(?:^|\\s)${letter}\\) `, 'g'),
];

/** Options listed inside a text, letters in order from A; empty when fewer than two are. */
export function inlineOptions(text: string): string[] {
  for (const style of STYLES) {
    const marks: { start: number; end: number }[] = [];
    for (const letter of 'ABCDEFGH') {
      const pattern = style(letter);
      pattern.lastIndex = marks.at(-1)?.end ?? 0;
      const match = pattern.exec(text);
      if (match === null) break;
      marks.push({ start: match.index, end: match.index + match[0].length });
    }
    if (marks.length < 2) continue;
    return marks.map(({ end }, i) => {
      const next = marks[i + 1]?.start;
      return next === undefined
        ? lastOption(text.slice(end))
        : text.slice(end, next).trim().replace(/,$/, '');
    });
  }
  return [];
}

/** The last option ends with its line, or where the text turns to how to answer. */
function lastOption(rest: string): string {
  return (
    /^[^\n]*?(?=\n|$|,? (?:Select|Please|Answer|Choose|Reply|Output)\b)/.exec(rest)?.[0] ?? rest
  ).trim();
}
