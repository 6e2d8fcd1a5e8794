/** Does the answer to one question about a pair give away the answer to another about the same pair? */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';
import { mutualInformationOfCounts } from '../../statistics.ts';
import { createPairFilter } from './pair-filter.ts';

/**
 * Bits. On inward orbit pairs, as published, each of the three labels gives away the others: one whole bit. Ego and
 * object-centric translation of a camera that looks near the object are never quite independent; 0.15 bits let a
 * reader who knows one guess the other about half of the time instead of a third.
 */
const MAX_BITS = 0.15;
const MIN_PAIRS = 50;

export function mutualInformation(): AuditProbe {
  const isNewPair = createPairFilter();
  /** Joint counts: what is kept does not grow with the data set. */
  const cells: Record<string, number> = {};
  let pairs = 0;
  return {
    addQuestion: (question: Question) => {
      const { labels } = question.geometry;
      if (labels === null || !isNewPair(question)) return;
      const { egoTranslation, egoRotation, objectCentricTranslation } = labels;
      if (egoTranslation === null || egoRotation === null || objectCentricTranslation === null) return;
      const key = `${egoTranslation}/${egoRotation}/${objectCentricTranslation}`;
      cells[key] = (cells[key] ?? 0) + 1;
      pairs++;
    },
    finish: () => {
      const bitsBetween = (a: number, b: number): number =>
        mutualInformationOfCounts(
          Object.entries(cells).map(([key, count]) => {
            const labels = key.split('/');
            return { a: labels[a] ?? '', b: labels[b] ?? '', count };
          }),
        );
      const bits = {
        'translation, rotation': bitsBetween(0, 1),
        'translation, object-centric': bitsBetween(0, 2),
        'rotation, object-centric': bitsBetween(1, 2),
      };
      const worst = Math.max(...Object.values(bits));
      return auditLine('mutual-information', 'most bits that one label of a pair tells of another', {
        value: worst,
        threshold: MAX_BITS,
        verdict: pairs < MIN_PAIRS ? 'skipped' : worst <= MAX_BITS ? 'pass' : 'fail',
        details: { pairs, bits, cells },
      });
    },
  };
}
