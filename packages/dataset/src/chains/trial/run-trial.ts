/**
 * Measures the verifier: true sentences of every form, in every wording and in paraphrase, must be accepted; the same
 * sentences with one planted error must not be, alone or inside a long chain of true ones.
 */
import { createRandom, type Random } from '@parallax/geometry';
import type { QuestionGeometry } from '../../schema.ts';
import type { Fact } from '../facts/fact.ts';
import { claimForms } from '../forms/index.ts';
import { verifyChain } from '../verify.ts';
import { trialGeometries } from './geometries.ts';
import { paraphrase } from './paraphrase.ts';
import { type PlantedKind, plantErrors } from './plant.ts';

export interface TrialOptions {
  readonly scenes: number;
  readonly seed: string;
  /** Facts of each form tried in each geometry. */
  readonly factsPerForm?: number;
  /** Planted errors tried of each fact; all by default. */
  readonly plantedPerFact?: number;
  /** Long chains of each geometry, each tried as it is and with one planted sentence. */
  readonly chainsPerGeometry?: number;
}

export interface Tally {
  tried: number;
  accepted: number;
  /** The first few that went wrong, with the reason. */
  readonly wrong: string[];
}

export interface TrialResult {
  /** True sentences by form. */
  readonly sentences: Record<string, Tally>;
  /** Sentences with one planted error by form, and by kind of error. */
  readonly plantedByForm: Record<string, Tally>;
  readonly plantedByKind: Record<string, Tally>;
  /** Long chains of true sentences, and the same with one planted error. */
  readonly chains: Tally;
  readonly contradicted: Tally;
}

interface TrueClause {
  readonly fact: Fact;
  readonly text: string;
}

const KEPT_EXAMPLES = 5;

export function runTrial(options: TrialOptions): TrialResult {
  const { factsPerForm = 2, chainsPerGeometry = 1, plantedPerFact = 1000 } = options;
  const result: TrialResult = {
    sentences: {},
    plantedByForm: {},
    plantedByKind: {},
    chains: tally(),
    contradicted: tally(),
  };
  for (const [i, geometry] of trialGeometries(options).entries()) {
    const random = createRandom(`${options.seed}/trial ${i}`);
    const clauses = trueClauses(geometry, factsPerForm, random);
    for (const { fact, text } of clauses) {
      record(of(result.sentences, fact.type), paraphrase(text, random), geometry, true);
      for (const planted of random.shuffle(plantErrors(text, fact)).slice(0, plantedPerFact)) {
        const hedged = random.next() < 0.3 ? paraphrase(planted.text, random) : `${planted.text}.`;
        const accepted = record(of(result.plantedByForm, fact.type), hedged, geometry, false);
        count(of(result.plantedByKind, planted.kind satisfies PlantedKind), hedged, accepted, false, '');
      }
    }
    for (let k = 0; k < chainsPerGeometry; k++) {
      const chosen = random.shuffle(clauses).slice(0, 14);
      if (chosen.length < 4) continue;
      const sentences = chosen.map(({ text }) => paraphrase(text, random));
      record(result.chains, teacherLike(sentences), geometry, true);
      const { fact, text } = random.pick(chosen);
      const errors = plantErrors(text, fact);
      if (errors.length === 0) continue;
      const place = random.int(0, sentences.length + 1);
      const planted = paraphrase(random.pick(errors).text, random);
      record(result.contradicted, teacherLike(sentences.toSpliced(place, 0, planted)), geometry, false);
    }
  }
  return result;
}

/** One or some facts of every form that the geometry proves, each in one of its wordings. */
function trueClauses(geometry: QuestionGeometry, perForm: number, random: Random): TrueClause[] {
  return claimForms.flatMap((form) => {
    if (form.about === 'pair' && geometry.cameras.length < 2) return [];
    const facts = random.shuffle(form.prove(geometry)).slice(0, perForm);
    return facts.map((fact) => ({ fact, text: random.pick(form.wordings(fact)) }));
  });
}

/** In paragraphs with headings, as teachers write. */
function teacherLike(sentences: readonly string[]): string {
  const half = Math.ceil(sentences.length / 2);
  return `### Visual Analysis:\n${sentences.slice(0, half).join(' ')}\n\n**Synthesize the Trajectory**: ${sentences.slice(half).join(' ')}`;
}

function record(into: Tally, text: string, geometry: QuestionGeometry, expected: boolean): boolean {
  const { claims, accepted } = verifyChain(text, geometry);
  const why = claims
    .filter((claim) => !claim.ok)
    .map((claim) => `"${claim.text}": ${claim.reason}`)
    .join('; ');
  count(into, text, accepted, expected, why);
  return accepted;
}

function count(into: Tally, text: string, accepted: boolean, expected: boolean, why: string): void {
  into.tried++;
  if (accepted) into.accepted++;
  if (accepted !== expected && into.wrong.length < KEPT_EXAMPLES)
    into.wrong.push(why === '' ? text : `${text} <- ${why}`);
}

function of(tallies: Record<string, Tally>, key: string): Tally {
  tallies[key] ??= tally();
  return tallies[key];
}

function tally(): Tally {
  return { tried: 0, accepted: 0, wrong: [] };
}
