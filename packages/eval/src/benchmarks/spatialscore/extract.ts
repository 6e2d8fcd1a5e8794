/**
 * SpatialScore's readings of a completion, quirks included.
 * Source: haoningwu3639/SpatialScore at 1995c4f, version_0/utils/util.py (behaviour, not code).
 */
import { pythonIsDigit, pythonPattern, pythonSplit, pythonStrip } from '@parallax/rewards';

const ASSISTANT = first('ASSISTANT:\\s*\\(?([A-Fa-f])\\)?');
const TAGS = pythonPattern('</?(?:CONCLUSION|conclusion|ANSWER|answer|ASSISTANT|assistant)>');
const CONCLUDED_NUMBER = first('<conclusion>\\s*(\\d+)\\s*</conclusion>', true);
const CONCLUDED_YES_NO = first('<conclusion>\\s*(yes|no)\\s*</conclusion>', true);
const CONCLUDED_OPTION_HEAD = pythonPattern('<conclusion>\\s*\\(([A-Fa-f])\\)', { ignoreCase: true });
const CONCLUSION_END = /<\/conclus[i\u0130\u0131]on>/giu;
const CONCLUDED_OPTION = first('<conclusion>\\s*\\(?([A-Fa-f])\\)?\\.?\\s*</conclusion>', true);
const OPTION_PATTERNS = [
  first('(?:answer|option)[:\\s]*\\(?([A-Fa-f])\\)?\\.?', true),
  first('(?:^|\\s)\\(?([A-Fa-f])\\)\\.?(?:$|\\s|\\.)', true),
  first('(?:^|\\s)([A-Fa-f])\\.?(?:$|\\s|\\.|,)', true),
  first('(?:^|\\s)([A-Fa-f])\\.(?:$|\\s)', true),
];
const NUMBER = first('(\\d+(?:\\.\\d+)?)');
const YES = ['yes', 'yeah', 'yep', 'correct', 'true', 'right', 'agreed?'].map(word);
const NO = ['no', 'nope', 'not', 'false', 'wrong', 'incorrect', 'disagreed?'].map(word);

/** In the order of the official table: the first word that fits wins, so "fourteen" is 4. */
const NUMBER_WORDS: readonly (readonly [string, string])[] = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  ' first second third fourth fifth sixth seventh eighth ninth tenth',
].flatMap((words) =>
  words
    .split(' ')
    .map((name, value) => [name, String(value)] as const)
    .filter(([name]) => name !== ''),
);

/** Letter A-F, or the cleaned text. When nothing looks like an option, the first such letter anywhere counts. */
export function extractOption(completion: string): string {
  const text = pythonStrip(completion);
  if (/^[A-Fa-f]\.?$/.test(text)) return text[0]!.toUpperCase();
  const letter =
    ASSISTANT(text) ??
    concludedOption(text) ??
    CONCLUDED_OPTION(text) ??
    OPTION_PATTERNS.reduce<string | null>((found, pattern) => found ?? pattern(text), null) ??
    /[A-Fa-f]/.exec(text)?.[0];
  return letter?.toUpperCase() ?? cleaned(text);
}

/** "Yes", "No", a letter after "ASSISTANT:", or the cleaned text. Words of assent are tried before those of dissent. */
export function extractYesNo(completion: string): string {
  const text = pythonStrip(completion);
  if (/^(?:yes|no)$/.test(text.toLowerCase())) return capitalize(text);
  const letter = ASSISTANT(text);
  if (letter !== null) return letter.toUpperCase();
  const clean = cleaned(text);
  const lower = clean.toLowerCase();
  const concluded = CONCLUDED_YES_NO(text);
  if (concluded !== null) return capitalize(concluded);
  if (YES.some((pattern) => pattern(lower) !== null)) return 'Yes';
  return NO.some((pattern) => pattern(lower) !== null) ? 'No' : clean;
}

/** A number as written or for a word, a letter after "ASSISTANT:", or the cleaned text. */
export function extractNumber(completion: string): string {
  const text = pythonStrip(completion);
  if (pythonIsDigit(text)) return text;
  const letter = ASSISTANT(text);
  if (letter !== null) return letter.toUpperCase();
  const clean = cleaned(text);
  const lower = clean.toLowerCase();
  const number = CONCLUDED_NUMBER(text) ?? NUMBER(lower);
  if (number !== null) return number;
  const phrase = NUMBER_WORDS.find(
    ([name]) =>
      lower.startsWith(name) ||
      [` ${name} `, `there are ${name}`, `there is ${name}`, `shows ${name}`].some((part) =>
        lower.includes(part),
      ) ||
      lower.endsWith(` ${name}`),
  );
  const words = new Set(phrase === undefined ? pythonSplit(lower) : []);
  return (phrase ?? NUMBER_WORDS.find(([name]) => words.has(name)))?.[1] ?? clean;
}

/** The text without its tags, stripped. */
export function cleaned(text: string): string {
  return pythonStrip(text.replace(TAGS, ''));
}

/**
 * The published `<conclusion>\s*\(X\).*?</conclusion>`, where the dot stops at a line break. A head without an end on
 * its line sends the search on; as the ends only move right, each is looked for once.
 */
function concludedOption(text: string): string | null {
  let end = -1;
  let lineEnd = -1;
  for (const match of text.matchAll(CONCLUDED_OPTION_HEAD)) {
    const from = match.index + match[0].length;
    if (end < from) {
      CONCLUSION_END.lastIndex = from;
      end = CONCLUSION_END.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    if (end === Number.POSITIVE_INFINITY) return null;
    if (lineEnd < from) {
      lineEnd = text.indexOf('\n', from);
      if (lineEnd < 0) lineEnd = Number.POSITIVE_INFINITY;
    }
    if (end < lineEnd) return match[1]!;
  }
  return null;
}

function first(source: string, ignoreCase = false): (text: string) => string | null {
  const pattern = pythonPattern(source, { ignoreCase });
  return (text) => {
    pattern.lastIndex = 0;
    return pattern.exec(text)?.[1] ?? null;
  };
}

function word(source: string): (text: string) => string | null {
  return first(`\\b(${source})\\b`);
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}
