/** Checks every claim of a chain against geometry. */
import type { QuestionGeometry } from '../schema.ts';
import { withoutConclusion } from './conclusion.ts';
import type { Fact } from './facts/fact.ts';
import { unclear } from './form.ts';
import { objectOfLayoutName } from './layout.ts';
import { type FoundClaim, findClaims } from './reading/find-claims.ts';
import { CENTRE_TOKEN } from './reading/names.ts';
import { readSentences, type Sentence } from './reading/sentence.ts';
import type { Token } from './reading/tokens.ts';

/** What a claim speaks of, so that it can be shown. */
export interface ClaimEvidence {
  /** Indices into the geometry's objects. */
  readonly objects: readonly number[];
  /** It is about the way from one camera to the other. */
  readonly cameras: boolean;
}

export interface CheckedClaim {
  readonly text: string;
  readonly ok: boolean;
  /** Why it is false; "holds" when true. */
  readonly reason: string;
  readonly evidence: ClaimEvidence;
}

export interface ChainVerdict {
  /** In the order of the text. */
  readonly claims: CheckedClaim[];
  /** At least one claim, and all of them true. */
  readonly accepted: boolean;
}

/** A checked claim with the form that understood it; null for words that none did. */
export interface ReadClaim extends CheckedClaim {
  readonly form: Fact['type'] | null;
}

export const NOT_UNDERSTOOD = 'not understood';

/**
 * Finds claims by the known forms and checks them. A sentence that speaks of places, directions or measures in words
 * that no form has, or that holds any word beside its claims which could change them ("if", "instead of", another
 * noun), is one more claim, which counts as false: what cannot be checked is not accepted. A chain without any claim
 * is not accepted either.
 */
export function verifyChain(chain: string, geometry: QuestionGeometry): ChainVerdict {
  const claims = readClaims(chain, geometry).map(({ form: _, ...claim }) => claim);
  return { claims, accepted: claims.length > 0 && claims.every((claim) => claim.ok) };
}

/** The claims of `verifyChain` with their forms. */
export function readClaims(chain: string, geometry: QuestionGeometry): ReadClaim[] {
  const claims: ReadClaim[] = [];
  let subject: Subject = null;
  for (const sentence of readSentences(withoutConclusion(chain), geometry)) {
    const { claims: found, understood } = findClaims(sentence);
    subject = subjectOf(sentence, subject);
    const unclearIt =
      subject === 'object' && found.some(({ form }) => form.about === 'pair') && startsWithIt(sentence);
    for (const claim of found) claims.push(...check(claim, sentence, chain, geometry));
    if (understood && !unclearIt) continue;
    const text = chain.slice(sentence.start, sentence.end);
    const reason = unclearIt ? 'unclear what "it" is' : NOT_UNDERSTOOD;
    const evidence = { objects: objectsOf(sentence.tokens, geometry), cameras: false };
    claims.push({ text, ok: false, reason, evidence, form: null });
  }
  return claims;
}

/** More than one for a list, whose places are right or wrong each on its own. */
function check(
  claim: FoundClaim,
  sentence: Sentence,
  chain: string,
  geometry: QuestionGeometry,
): ReadClaim[] {
  const { form, pattern, groups } = claim;
  const tokens = sentence.tokens.filter(({ at }) => at >= claim.at && at < claim.at + claim.length);
  const impossible = form.about === 'pair' && geometry.cameras.length < 2;
  const finding = impossible ? unclear('the question has one photo only') : pattern.check(groups, geometry);
  let read = 0;
  return (finding.parts ?? [{ ...finding, words: tokens.length }]).map(({ words, holds, actual }) => {
    const own = tokens.slice(read, read + words);
    read += words;
    const text = chain.slice(own[0]!.start, own.at(-1)!.end);
    const evidence = { objects: objectsOf(own, geometry), cameras: form.about === 'pair' };
    const ok = groups['not'] === undefined ? holds === true : holds === false;
    return { text, ok, reason: ok ? 'holds' : actual, evidence, form: form.type };
  });
}

/** Objects that tokens name, each once; the centre is the subject of a rendered scene, and no object of a capture. */
function objectsOf(tokens: readonly Token[], geometry: QuestionGeometry): number[] {
  const named = tokens.flatMap(({ text }) => {
    if (text === CENTRE_TOKEN) return geometry.objects.findIndex(({ role }) => role === 'subject');
    if (/^@\d+$/.test(text)) return Number(text.slice(1));
    // A layout writes an object's short name and its place as one word, or the name alone.
    const [, name] = /^([a-z]+)\d*$/.exec(text) ?? [];
    const object = name === undefined ? undefined : objectOfLayoutName(name, geometry);
    return object === undefined ? [] : geometry.objects.indexOf(object);
  });
  return [...new Set(named)].filter((index) => index >= 0);
}

/** What a sentence speaks of: the first thing that it names; "it" goes on with the sentence before. */
type Subject = 'camera' | 'object' | null;

function subjectOf(sentence: Sentence, before: Subject): Subject {
  for (const { text } of sentence.tokens) {
    if (text === 'camera') return 'camera';
    if (text === 'it' || text === 'its') return before;
    if (text.startsWith('@')) return 'object';
  }
  return before;
}

/** "It" before anything is named. */
function startsWithIt(sentence: Sentence): boolean {
  const first = sentence.tokens.find(({ text }) => /^(?:camera|its?|@.*)$/.test(text));
  return first?.text === 'it' || first?.text === 'its';
}
