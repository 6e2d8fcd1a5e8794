/** A chain as sentences in the one wording that forms of claim are written in. */
import type { QuestionGeometry } from '../../schema.ts';
import { namesIn, replaceNames } from './names.ts';
import { rewrite } from './rewrite.ts';
import { readTokens, type Token } from './tokens.ts';

export interface Sentence {
  /** Canonical words with single spaces between. */
  readonly text: string;
  /** In the order of the text, with the place of each in it. */
  readonly tokens: readonly (Token & { readonly at: number })[];
  /** Place in the source. */
  readonly start: number;
  readonly end: number;
  readonly isQuestion: boolean;
}

export function readSentences(chain: string, geometry: QuestionGeometry): Sentence[] {
  const names = namesIn(geometry);
  return readTokens(chain).map(({ tokens: raw, ending }): Sentence => {
    const tokens: (Token & { at: number })[] = [];
    let text = '';
    for (const token of photoNumbers(replaceNames(rewrite(raw), names))) {
      if (text !== '') text += ' ';
      tokens.push({ ...token, at: text.length });
      text += token.text;
    }
    const [start, end] = [raw[0]!.start, raw.at(-1)!.end];
    return { text, tokens, start, end, isQuestion: ending === '?' };
  });
}

/** An object's short name and its place in a layout, one word. */
const PLACE = /^[a-z]+\d+$/;

/** "photo 1" is "the first photo", unless a layout follows: "photo 1: red1 cyan4", "photo 2: cyan to40". */
function photoNumbers(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const [token, number] = [tokens[i]!, tokens[i + 1]];
    const ordinal = number?.text === '1' ? 'first' : number?.text === '2' ? 'second' : null;
    const isLayout = tokens[i + 2]?.text === ':' && [3, 4].some((k) => PLACE.test(tokens[i + k]?.text ?? ''));
    if (token.text !== 'photo' || ordinal === null || isLayout) {
      out.push(token);
      continue;
    }
    const place = { start: token.start, end: number!.end };
    if (out.at(-1)?.text !== 'the') out.push({ ...place, text: 'the' });
    out.push({ ...place, text: ordinal }, { ...place, text: 'photo' });
    i++;
  }
  return out;
}
