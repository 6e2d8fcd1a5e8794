/**
 * Python's `re` patterns in JavaScript, for rules that were published as Python code. Escapes of a str pattern are
 * Unicode aware there: `\w` is a letter, a number or `_` of any script, so `\b` finds no border between 答 and A.
 */
import { PYTHON_SPACE } from './text.ts';

export interface PatternFlags {
  readonly ignoreCase?: boolean;
  readonly dotAll?: boolean;
  readonly multiline?: boolean;
}

/** Bodies of character classes. `\w`: `str.isalnum()` or `_`; combining marks are not word characters. */
const CLASSES: Readonly<Record<string, string>> = {
  w: '\\p{L}\\p{N}_',
  d: '\\p{Nd}',
  s: PYTHON_SPACE,
};
const WORD = `[${CLASSES['w']}]`;
/** Case never makes a word character of another one: the mark U+0345, which folds to a letter, stays none. */
const BORDER = `(?-i:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NO_BORDER = `(?-i:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;
/** Under IGNORECASE Python matches these with i; the `iu` flags of JavaScript know K and long s, not these. */
const DOTLESS_AND_DOTTED = 'iI\\u0130\\u0131';

/**
 * A global, Unicode-aware RegExp that finds what Python's `re.finditer(source)` finds. Know the subset: literals,
 * classes, groups (also named), look-around, quantifiers, `\b \B \w \W \d \D \s \S \A \Z ^ $ .`
 * Source: https://docs.python.org/3.11/library/re.html
 */
export function pythonPattern(source: string, flags: PatternFlags = {}): RegExp {
  const { ignoreCase = false, dotAll = false, multiline = false } = flags;
  let out = '';
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (c === '\\') {
      out += translateEscape(source[++i] ?? '', inClass);
    } else if (inClass) {
      if (c === ']') inClass = false;
      out += c === '[' ? '\\[' : ignoreCase && rangeHoldsI(source, i) ? c + DOTLESS_AND_DOTTED : c;
    } else if (c === '[') {
      inClass = true;
      out += c;
      if (source[i + 1] === '^') out += source[++i]!;
    } else if (c === '(' && source.startsWith('(?P<', i)) {
      out += '(?<';
      i += 3;
    } else if (c === '.') {
      // Python's dot stops at \n only; JavaScript's also at \r, U+2028 and U+2029.
      out += dotAll ? '[^]' : '[^\\n]';
    } else if (c === '$') {
      out += multiline ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))';
    } else if (c === '^') {
      out += multiline ? '(?<=\\n|(?<![^]))' : '(?<![^])';
    } else if (c === '}' || (c === '{' && !/^\{\d*,?\d*\}/.test(source.slice(i)))) {
      out += c === '}' && isQuantifierEnd(source, i) ? c : `\\${c}`;
    } else {
      out += ignoreCase && (c === 'i' || c === 'I') ? `[${DOTLESS_AND_DOTTED}]` : c;
    }
  }
  return new RegExp(out, `gu${ignoreCase ? 'i' : ''}`);
}

function translateEscape(letter: string, inClass: boolean): string {
  const kind = letter.toLowerCase();
  const body = CLASSES[kind];
  if (body !== undefined) {
    if (letter === kind) return inClass ? body : `(?-i:[${body}])`;
    if (inClass) throw new SyntaxError(`\\${letter} inside a class is not translated.`);
    return `(?-i:[^${body}])`;
  }
  if (letter === 'b') return inClass ? '\\b' : BORDER;
  if (letter === 'B') return NO_BORDER;
  if (letter === 'A') return '(?<![^])';
  if (letter === 'Z') return '(?![^])';
  if (/[\w]/.test(letter)) return `\\${letter}`;
  // With the u flag JavaScript allows escapes of syntax characters only.
  return /[\^$\\.*+?()[\]{}|/-]/.test(letter) && (inClass || letter !== '-') ? `\\${letter}` : letter;
}

/** Whether the class member at `i` is i itself or starts a range that holds i. */
function rangeHoldsI(source: string, i: number): boolean {
  const c = source[i]!;
  if (source[i + 1] === '-' && source[i + 2] !== ']') return false;
  if (source[i - 1] === '-' && source[i - 2] !== '[') {
    const from = source[i - 2]!;
    return (from <= 'i' && 'i' <= c) || (from <= 'I' && 'I' <= c);
  }
  return c === 'i' || c === 'I';
}

function isQuantifierEnd(source: string, i: number): boolean {
  const open = source.lastIndexOf('{', i);
  return open >= 0 && /^\{\d+,?\d*\}$|^\{,\d+\}$/.test(source.slice(open, i + 1));
}
