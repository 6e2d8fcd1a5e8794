/** Facts of chosen forms that a geometry proves. */
import type { Random } from '@parallax/geometry';
import type { QuestionGeometry } from '../../schema.ts';
import type { Fact } from '../facts/fact.ts';
import { claimForms } from './index.ts';

export interface ProveOptions {
  /** At most so many facts, each of another form where there are enough. */
  readonly most: number;
  /** Only facts about one of these objects, by the names that text uses; any object without it. */
  readonly about?: ReadonlySet<string>;
}

/** Drawn at random, in the order of `types`; empty where geometry proves none of them. */
export function proveFacts(
  geometry: QuestionGeometry,
  types: readonly Fact['type'][],
  random: Random,
  { most, about }: ProveOptions,
): Fact[] {
  const chosen = new Set(random.shuffle(types).slice(0, 2 * most));
  const byForm = types
    .filter((type) => chosen.has(type))
    .flatMap((type) => {
      const form = claimForms.find((item) => item.type === type);
      if (form === undefined || (form.about === 'pair' && geometry.cameras.length < 2)) return [];
      const facts = form.prove(geometry).filter((fact) => about === undefined || isAbout(fact, about));
      return facts.length === 0 ? [] : [random.pick(facts)];
    });
  const kept = new Set(random.shuffle(byForm).slice(0, most));
  return byForm.filter((fact) => kept.has(fact));
}

function isAbout(fact: Fact, names: ReadonlySet<string>): boolean {
  return !('object' in fact) || fact.object === null || names.has(fact.object);
}
