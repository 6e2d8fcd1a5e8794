/**
 * What the three published kinds share. The wording is the published one, to the letter: it is what makes results
 * comparable. Source: Actial (arXiv 2511.01618), question templates of Viewpoint-100K.
 */
import type { Side } from '@parallax/geometry';
import { motionOf } from '../../scenes/motion.ts';
import type { KindSpec } from '../kind.ts';
import { type MotionLabelName, solveLabel } from './answers/label-solution.ts';

export const PAIR_PREFIX = '<image><image>The object captured in these two photos did not move.';
export const LETTER_CLAUSE = 'please output only the option letter!';
export const SELECT_CLAUSE = `Select the correct option, ${LETTER_CLAUSE}`;

export interface PublishedKind {
  readonly kind: string;
  readonly label: MotionLabelName;
  readonly sentence: string;
  readonly options: Readonly<Record<Side, string>>;
  readonly facts: KindSpec['facts'];
  readonly answerFact: NonNullable<KindSpec['answerFact']>;
}

export function publishedKind(spec: PublishedKind): KindSpec {
  const { kind, label, sentence, options, facts, answerFact } = spec;
  return {
    kind,
    views: 2,
    needsMask: false,
    answerType: 'choice',
    family: 'viewpoint',
    propose: ({ geometry }) => {
      const side = motionOf(geometry).labels[label];
      if (side === null) return { discarded: `dead-band-${kind}` };
      return {
        stem: `${PAIR_PREFIX} ${sentence}`,
        closing: SELECT_CLAUSE,
        options: [options.left, options.right, options.none],
        objectIds: [],
        parameters: {},
      };
    },
    solve: (geometry) => solveLabel(geometry, label, options),
    facts,
    answerFact,
  };
}
