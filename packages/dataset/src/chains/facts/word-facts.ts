/** Puts facts into sentences. */
import { createRandom, type Random } from '@parallax/geometry';
import { claimForms } from '../forms/index.ts';
import type { Fact, Wording } from './fact.ts';

/** Two facts of which the second follows in the same sentence: "The camera turned left by 20 degrees and moved right." */
const JOINED: Readonly<Record<string, Fact['type']>> = { turn: 'shift', tilt: 'lift' };

/** Sentences that a further verb can follow. */
const SAME_SUBJECT = /^the camera /;

/** Openings of varied sentences; none of them changes what is said. */
const LEADS = [
  'Overall, ',
  'We can see that ',
  'This means that ',
  'So ',
  'Moreover, ',
  'In addition, ',
  'Note that ',
];
const LEAD_SHARE = 0.2;
const LINK_SHARE = 0.25;
const LINKS = [', and ', ', while ', ' and '];

/**
 * Sentences in the order of the facts.
 * @param seed varied wording is drawn from it: the same facts and seed give the same text.
 */
export function wordFacts(facts: readonly Fact[], wording: Wording, seed: string): string {
  const random = createRandom(seed);
  const clauses: string[] = [];
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i]!;
    const next = facts[i + 1];
    let sentence = clause(fact, wording, random);
    if (next !== undefined && JOINED[fact.type] === next.type && SAME_SUBJECT.test(sentence)) {
      sentence += ` and ${clause(next, 'compact', random).replace(/^the camera /, '')}`;
      i++;
    }
    clauses.push(sentence);
  }
  const sentences = wording === 'compact' ? clauses : planned(clauses, random);
  return sentences.map((text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`).join(' ');
}

/** Sentence plans: some clauses share a sentence, some follow an opening. */
function planned(clauses: readonly string[], random: Random): string[] {
  const sentences: string[] = [];
  for (let i = 0; i < clauses.length; i++) {
    let sentence = clauses[i]!;
    const next = clauses[i + 1];
    const plain = !/,|photo 1|photo 2/.test(sentence + (next ?? ''));
    if (next !== undefined && plain && random.next() < LINK_SHARE) {
      sentence += random.pick(LINKS) + next;
      i++;
    } else if (sentences.length > 0 && random.next() < LEAD_SHARE) {
      sentence = random.pick(LEADS) + sentence;
    }
    sentences.push(sentence);
  }
  return sentences;
}

function clause(fact: Fact, wording: Wording, random: Random): string {
  const form = claimForms.find((item) => item.type === fact.type);
  if (form === undefined) throw new RangeError(`No form of claim for facts of type ${fact.type}.`);
  const wordings = form.wordings(fact);
  return wording === 'compact' ? wordings[0]! : random.pick(wordings);
}
