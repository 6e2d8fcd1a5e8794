/**
 * Python literals (`ast.literal_eval`) and their `str()`, for rules that were published as Python code.
 * Source: https://docs.python.org/3.11/library/ast.html#ast.literal_eval
 */
import { pythonRepr } from './repr.ts';

export type PythonLiteral =
  | { readonly kind: 'text'; readonly value: string }
  /** Numbers and names, as `repr()` writes them. */
  | { readonly kind: 'atom'; readonly value: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly PythonLiteral[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [PythonLiteral, PythonLiteral])[] };

/** Deeper brackets stop Python's tokenizer too. */
const MAX_DEPTH = 200;
/** Longest integer that Python turns from text into a number. */
const MAX_INTEGER_DIGITS = 4300;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** `str(value)`: a text as it stands, all else as its `repr()`. */
export function pythonStr(literal: PythonLiteral): string {
  return literal.kind === 'text' ? literal.value : pythonRepr(literal);
}

/**
 * `ast.literal_eval(text)`; null where it raises. Known limits: `\N{...}` escapes and byte strings in three quotes are refused,
 * members of a set keep the order in which they stand.
 */
export function pythonLiteral(text: string): PythonLiteral | null {
  try {
    return new LiteralReader(text.replace(/\r\n?/g, '\n').replace(/^[ \t]+/, '')).whole();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

class LiteralReader {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): PythonLiteral {
    if (this.#source.includes('\0')) throw new SyntaxError('null byte');
    this.#blank(true);
    const first = this.#value();
    this.#blank(false);
    let result = first;
    if (this.#peek(',')) result = this.#bareTuple(first);
    this.#blank(true);
    if (this.#at < this.#source.length) throw new SyntaxError('more text after the literal');
    return result;
  }

  #bareTuple(first: PythonLiteral): PythonLiteral {
    const items = [first];
    while (this.#take(',')) {
      this.#blank(false);
      if (this.#at >= this.#source.length || this.#source[this.#at] === '\n') break;
      items.push(this.#value());
      this.#blank(false);
    }
    return { kind: 'tuple', items };
  }

  #value(): PythonLiteral {
    const c = this.#source[this.#at];
    if (c === '[') return { kind: 'list', items: this.#items('[', ']').items };
    if (c === '(') return this.#parenthesis();
    if (c === '{') return this.#braces();
    if (this.#match(/set[ \t\f]*\([ \t\f]*\)/y) !== undefined) return { kind: 'atom', value: 'set()' };
    const name = this.#match(/(?:True|False|None)(?![\p{L}\p{N}_])/uy);
    if (name !== undefined) return { kind: 'atom', value: name };
    if (this.#match(/\.\.\./y) !== undefined) return { kind: 'atom', value: 'Ellipsis' };
    const bytes = this.#match(/[bB](?:"(?!"")(?:[^\\"\n]|\\[\s\S])*"|'(?!'')(?:[^\\'\n]|\\[\s\S])*')/y);
    if (bytes !== undefined) return { kind: 'atom', value: `b'${bytes.slice(2, -1)}'` };
    return /^(?:[uUrR]?["'])/.test(this.#source.slice(this.#at, this.#at + 2))
      ? this.#texts()
      : this.#number();
  }

  #parenthesis(): PythonLiteral {
    const { items, comma } = this.#items('(', ')');
    return items.length === 1 && !comma ? items[0]! : { kind: 'tuple', items };
  }

  #braces(): PythonLiteral {
    const entries: (readonly [PythonLiteral, PythonLiteral])[] = [];
    const keys = this.#items('{', '}', (key) => {
      if (!this.#take(':')) return;
      this.#blank(true);
      entries.push([key, this.#value()]);
      this.#blank(true);
    }).items;
    if (entries.length === keys.length) return { kind: 'dict', entries };
    if (entries.length > 0) throw new SyntaxError('keys with and without values');
    return { kind: 'set', items: keys };
  }

  #items(open: string, close: string, after?: (item: PythonLiteral) => void) {
    this.#take(open);
    if (++this.#depth > MAX_DEPTH) throw new SyntaxError('too many nested brackets');
    const items: PythonLiteral[] = [];
    let comma = true;
    this.#blank(true);
    while (!this.#take(close)) {
      if (!comma) throw new SyntaxError('a comma is missing');
      const item = this.#value();
      this.#blank(true);
      after?.(item);
      items.push(item);
      comma = this.#take(',');
      this.#blank(true);
    }
    this.#depth--;
    return { items, comma: comma && items.length > 0 };
  }

  #texts(): PythonLiteral {
    let value = '';
    let part = this.#text();
    while (part !== undefined) {
      value += part;
      this.#blank(this.#depth > 0);
      part = this.#text();
    }
    return { kind: 'text', value };
  }

  #text(): string | undefined {
    const quoted = this.#match(
      /[uUrR]?(?:"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?!"")(?:[^\\"\n]|\\[\s\S])*"|'(?!'')(?:[^\\'\n]|\\[\s\S])*')/y,
    );
    if (quoted === undefined) {
      if (/^[uUrRbBfF]{0,2}["']/.test(this.#source.slice(this.#at, this.#at + 3)))
        throw new SyntaxError('quote');
      return undefined;
    }
    const prefix = /^[uUrR]/.exec(quoted)?.[0] ?? '';
    const body = quoted.slice(prefix.length);
    const marks = body.length >= 6 && /^("""|''')/.test(body) ? 3 : 1;
    const inner = body.slice(marks, -marks);
    return prefix.toLowerCase() === 'r' ? inner : unescaped(inner);
  }

  #number(): PythonLiteral {
    const sign = this.#signs();
    const first = this.#unsigned();
    const signed = sign < 0 ? negated(first) : first;
    const mark = this.#at;
    this.#blank(this.#depth > 0);
    const operator = this.#match(/[+-]/y);
    if (operator === undefined) {
      this.#at = mark;
      return { kind: 'atom', value: signed };
    }
    this.#blank(this.#depth > 0);
    const second = this.#unsigned();
    if (!second.endsWith('j') || first.endsWith('j'))
      throw new SyntaxError('a sum that is no complex number');
    return { kind: 'atom', value: `(${shortReal(signed)}${operator}${second})` };
  }

  /** `literal_eval` takes one sign before a number, not two. */
  #signs(): number {
    const sign = this.#match(/[+-]/y);
    if (sign !== undefined) this.#blank(this.#depth > 0);
    return sign === '-' ? -1 : 1;
  }

  #unsigned(): string {
    const based = this.#match(/0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)/y);
    if (based !== undefined) return this.#ended(BigInt(based.replaceAll('_', '')).toString());
    const text = this.#match(
      /(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y,
    );
    if (text === undefined) throw new SyntaxError('no literal');
    const plain = text.replaceAll('_', '');
    if (/^\d+$/.test(plain)) {
      if (/^0+[1-9]/.test(plain) || plain.length > MAX_INTEGER_DIGITS) throw new SyntaxError('integer');
      return this.#ended(BigInt(plain).toString());
    }
    const imaginary = /j$/i.test(plain);
    const value = Number(imaginary ? plain.slice(0, -1) : plain);
    return this.#ended(imaginary ? `${shortReal(floatText(value))}j` : floatText(value));
  }

  #ended(value: string): string {
    if (/^[\p{L}\p{N}_]/u.test(this.#source.slice(this.#at, this.#at + 2))) throw new SyntaxError('number');
    return value;
  }

  #blank(newlines: boolean): void {
    this.#match(newlines ? /(?:[ \t\f\n]|\\\n|#[^\n]*)+/y : /(?:[ \t\f]|\\\n|#[^\n]*)+/y);
  }

  #peek(c: string): boolean {
    return this.#source[this.#at] === c;
  }

  #take(c: string): boolean {
    if (!this.#peek(c)) return false;
    this.#at++;
    return true;
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (all, octal?: string, x?: string, u?: string, long?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const hex = x ?? u ?? long;
      if (hex !== undefined) {
        const codePoint = Number.parseInt(hex, 16);
        if (codePoint > 0x10ffff) throw new SyntaxError('escape');
        return String.fromCodePoint(codePoint);
      }
      if (letter !== undefined && 'xuUN'.includes(letter)) throw new SyntaxError('escape');
      return ESCAPES[letter!] ?? all;
    },
  );
}

function negated(number: string): string {
  return number === '0' ? '0' : number.endsWith('j') ? `(-0-${number})` : `-${number}`;
}

/** `repr()` of a float, as far as its value reads back the same. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return 'inf';
  return Number.isInteger(value) && value < 1e16 ? `${value}.0` : String(value);
}

/** Inside a complex number a whole part has no `.0`. */
function shortReal(text: string): string {
  return text.replace(/\.0$/, '');
}
