/** Finds the claims of a sentence by the known forms, and tells whether words remain that no form understands. */
import type { ClaimForm, ClaimPattern } from '../form.ts';
import { claimForms } from '../forms/index.ts';
import type { Sentence } from './sentence.ts';
import { FILLER_PHRASES, FILLERS, FIRST_PHOTO_PHRASE, HEADING, isSpatial, NEUTRAL } from './vocabulary.ts';

export interface FoundClaim {
  readonly form: ClaimForm;
  readonly pattern: ClaimPattern;
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** Place in the sentence's canonical text. */
  readonly at: number;
  readonly length: number;
}

export interface Reading {
  readonly claims: readonly FoundClaim[];
  /** False when words are left over that might change what is claimed, or claim something themselves. */
  readonly understood: boolean;
}

/** Longer sentences are no chain's; no pattern is tried on them. */
const MAX_CHARS = 1200;

/** What stands in a claim's place while the rest is read: no pattern and no filler contains it. */
const TAKEN = '\u0000';

/** What was read last: chains of one question repeat their sentences, and a reading depends on the words alone. */
const READ_LATELY = new Map<string, Reading>();
const MAX_READ_LATELY = 4000;

export function findClaims(sentence: Sentence): Reading {
  const key = `${sentence.text}${sentence.isQuestion ? '?' : ''}`;
  const known = READ_LATELY.get(key);
  if (known !== undefined) return known;
  const reading = read(sentence);
  if (READ_LATELY.size >= MAX_READ_LATELY) READ_LATELY.clear();
  READ_LATELY.set(key, reading);
  return reading;
}

function read(sentence: Sentence): Reading {
  if (sentence.text.length > MAX_CHARS) return { claims: [], understood: false };
  const claims: FoundClaim[] = [];
  let rest = sentence.text;
  for (let found = readOnce(rest); found.length > 0; found = readOnce(rest)) {
    for (const claim of found) {
      claims.push(claim);
      rest = rest.slice(0, claim.at) + TAKEN.repeat(claim.length) + rest.slice(claim.at + claim.length);
    }
  }
  claims.sort((a, b) => a.at - b.at);
  return { claims, understood: isUnderstood(sentence, rest, claims) };
}

/** Of all matches the leftmost ones, the longest at each place, none over another. */
function readOnce(text: string): FoundClaim[] {
  const all: FoundClaim[] = [];
  for (const form of claimForms) {
    for (const pattern of form.patterns) {
      if (!text.includes(pattern.words)) continue;
      for (const match of text.matchAll(pattern.regex)) {
        all.push({ form, pattern, groups: match.groups ?? {}, at: match.index, length: match[0].length });
      }
    }
  }
  all.sort((a, b) => a.at - b.at || b.length - a.length);
  let end = 0;
  return all.filter((claim) => {
    if (claim.at < end) return false;
    end = claim.at + claim.length;
    return true;
  });
}

function isUnderstood(sentence: Sentence, rest: string, claims: readonly FoundClaim[]): boolean {
  let open = rest.replace(HEADING, blank);
  for (const phrase of FILLER_PHRASES) open = open.replace(phrase, blank);
  if (!claims.some(({ form }) => form.about === 'pair')) open = open.replace(FIRST_PHOTO_PHRASE, blank);
  const words = open.split(' ').filter((word) => word !== '' && !word.includes(TAKEN));
  if (claims.length > 0) return !sentence.isQuestion && words.every((word) => FILLERS.has(word));
  const named = sentence.tokens.filter(({ text }) => text.startsWith('@'));
  // What is said of the camera, or of two objects, is nearly always said of space.
  const aboutSpace = named.length > 1 || sentence.tokens.some(({ text }) => text === 'camera');
  return words.every((word) =>
    word.startsWith('@') || FILLERS.has(word) || NEUTRAL.has(word) ? true : !aboutSpace && !isSpatial(word),
  );
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}
