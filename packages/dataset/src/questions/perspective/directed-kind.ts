/** What the kinds about directions in one photo share: named objects in fixed roles, a bearing, options in words. */
import type { Random } from '@parallax/geometry';
import type { Fact } from '../../chains/facts/fact.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { facingFacts, namedObjects, placeFacts } from '../chain/asked-facts.ts';
import { objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type KindSpec, type Solution } from '../kind.ts';
import { SELECT_CLAUSE } from '../viewpoint/published.ts';
import { distinct, nameable, pickProposal } from './frames/proposals.ts';

export interface DirectedKind {
  readonly kind: string;
  /** Who may take each role, in the order of `sentence` and `answer`. */
  readonly roles: readonly ((object: SceneObject) => boolean)[];
  /** The question, without markers and options. */
  sentence(names: readonly string[], random: Random): string;
  answer(geometry: QuestionGeometry, objects: readonly SceneObject[]): Solution | Discarded;
  options(answer: string): readonly string[];
  /** The answer as a claim about the named objects. */
  fact(names: readonly string[], answer: string): Fact;
}

/** Any named object. */
export const anything = (): boolean => true;
/** Has a canonical front; an agent is asked of by the kinds about people. */
export const faces = ({ front, role }: SceneObject): boolean => front !== null && role !== 'agent';
/** A person-like figure. */
export const isAgent = ({ front, role }: SceneObject): boolean => front !== null && role === 'agent';

export function directedKind({ kind, roles, sentence, answer, options, fact }: DirectedKind): KindSpec {
  return {
    kind,
    views: 1,
    needsMask: true,
    answerType: 'choice',
    family: 'perspective',
    propose: ({ geometry }, random) => {
      const all = nameable(geometry);
      const casts = roles.map((fits) => all.filter(fits));
      if (casts.some((cast) => cast.length === 0)) return { discarded: 'nobody-for-a-role' };
      const chosen = pickProposal(
        distinct(...casts),
        (...objects) => answer(geometry, objects),
        random.fork('objects'),
      );
      if (isDiscarded(chosen)) return chosen;
      const { objects, solution } = chosen;
      const names = objects.map((object) => nameOf(object, geometry.objects) ?? '');
      const objectIds = objects.map(({ objectId }) => objectId);
      return {
        stem: `<image>${sentence(names, random.fork('wording'))}`,
        closing: SELECT_CLAUSE,
        options: options(solution.answer),
        objectIds,
        parameters: { roleIds: objectIds },
      };
    },
    solve: (geometry) => {
      const { roleIds } = geometry.parameters;
      const ids: unknown[] = Array.isArray(roleIds) ? roleIds : [];
      const objects = ids.flatMap((id) => objectById(geometry, id) ?? []);
      if (objects.length !== roles.length) return { discarded: 'object-missing' };
      return answer(geometry, objects);
    },
    facts: (geometry) => {
      const { roleIds } = geometry.parameters;
      const cast = namedObjects(geometry, Array.isArray(roleIds) ? roleIds : []);
      if (cast === null || cast.length !== roles.length) return null;
      const solution = answer(
        geometry,
        cast.map(({ object }) => object),
      );
      if (isDiscarded(solution)) return null;
      return [
        ...placeFacts(geometry, cast),
        ...facingFacts(geometry, cast),
        fact(
          cast.map(({ name }) => name),
          solution.answer,
        ),
      ];
    },
  };
}
