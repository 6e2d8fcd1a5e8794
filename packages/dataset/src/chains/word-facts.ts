/** Puts facts into sentences. */
import { createRandom, type Random } from '@parallax/geometry';
import type { Fact, Wording } from './fact.ts';
import { claimForms } from './forms/index.ts';

/** Two facts of which the second follows in the same sentence: "The camera turned left by 20 degrees and moved right." */
const JOINED: Readonly<Record<string, Fact['type']>> = { turn: 'shift', tilt: 'lift' };

/** Sentences that a further verb can follow. */
const SAME_SUBJECT = /^(?:the camera|it) /;

/**
 * Sentences in the order of the facts.
 * @param seed varied wording is drawn from it: the same facts and seed give the same text.
 */
export function wordFacts(facts: readonly Fact[], wording: Wording, seed: string): string {
  const random = createRandom(seed);
  const sentences: string[] = [];
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i]!;
    const next = facts[i + 1];
    let sentence = clause(fact, wording, random);
    if (next !== undefined && JOINED[fact.type] === next.type && SAME_SUBJECT.test(sentence)) {
      sentence += ` and ${clause(next, 'compact', random).replace(/^the camera /, '')}`;
      i++;
    }
    sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
  }
  return sentences.join(' ');
}

function clause(fact: Fact, wording: Wording, random: Random): string {
  const form = claimForms.find((item) => item.type === fact.type);
  if (form === undefined) throw new RangeError(`No form of claim for facts of type ${fact.type}.`);
  const wordings = form.wordings(fact);
  return wording === 'compact' ? wordings[0]! : random.pick(wordings);
}
