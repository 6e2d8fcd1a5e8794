/**
 * Text as tokens that know where they stand in the source. Sentences end at . ! ? ; and line breaks; the dot of a
 * number ends nothing.
 */

export interface Token {
  /** Lower case; words, numbers, and single signs. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A number may carry a sign; a word may hold hyphens and apostrophes; "red1" is a layout's word. */
const LEXEME =
  /(?<![\w.])[-+−]\d+(?:\.\d+)?|\d+(?:st|nd|rd|th)\b|\d+(?:\.\d+)?|[a-z]+\d+(?![a-z])|[a-z]+(?:[-'’][a-z]+)*|[!?;\n.]|[^\s]/gi;
/** Signs that structure text and say nothing. Any other sign stays a token, and no claim contains it. */
const SILENT = new Set([
  ',',
  '"',
  "'",
  '’',
  '‘',
  '“',
  '”',
  '(',
  ')',
  '[',
  ']',
  '*',
  '_',
  '#',
  '`',
  '-',
  '–',
  '—',
]);
const END = new Set(['.', '!', '?', ';', '\n']);
/** "1. ", "2) " and bullets at the start of a line; "approx." whose dot ends no sentence. */
const LIST_MARK = /(^|\n)([ \t]*)(\d{1,2}[.)])(?=\s)/g;
const APPROXIMATE = /\bapprox\./gi;

export interface RawSentence {
  readonly tokens: Token[];
  /** The sign that ends it; empty at the end of the text. */
  readonly ending: string;
}

export function readTokens(text: string): RawSentence[] {
  const blanked = text
    .replace(
      LIST_MARK,
      (_, line: string, space: string, mark: string) => line + space + ' '.repeat(mark.length),
    )
    .replace(APPROXIMATE, 'approx ')
    // Letters of ASCII only: other alphabets may change their length.
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const sentences: RawSentence[] = [];
  let tokens: Token[] = [];
  const close = (ending: string): void => {
    if (tokens.length > 0) sentences.push({ tokens, ending });
    tokens = [];
  };
  for (const match of blanked.matchAll(LEXEME)) {
    const [word] = match;
    if (END.has(word)) close(word);
    else if (!SILENT.has(word)) tokens.push(...split(word, match.index));
  }
  close('');
  return sentences;
}

/** "didn't" is "did not", "camera's" is "camera 's"; the parts share the word's place. */
function split(word: string, start: number): Token[] {
  const end = start + word.length;
  const whole = word.replaceAll('’', "'");
  const parts =
    whole.endsWith("n't") && whole !== "can't" && whole !== "won't"
      ? [whole.slice(0, -3), 'not']
      : whole.endsWith("'s")
        ? [whole.slice(0, -2), "'s"]
        : [whole];
  return parts.map((text) => ({ text, start, end }));
}
