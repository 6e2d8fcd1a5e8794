/** Does the answer to one question about a pair give away the answer to another about the same pair? */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';
import { mutualInformationBits } from '../../statistics.ts';

/**
 * Bits. On inward orbit pairs, as published, each of the three labels gives away the others: one whole bit. Ego and
 * object-centric translation of a camera that looks near the object are never quite independent; 0.15 bits let a
 * reader who knows one guess the other about half of the time instead of a third.
 */
const MAX_BITS = 0.15;
const MIN_PAIRS = 50;

export function mutualInformation(): AuditProbe {
  const pairs = new Map<string, { translation: string; rotation: string; objectCentric: string }>();
  return {
    addQuestion: ({ pairId, geometry: { labels } }: Question) => {
      if (pairId === null || labels === null || pairs.has(pairId)) return;
      const { egoTranslation, egoRotation, objectCentricTranslation } = labels;
      if (egoTranslation === null || egoRotation === null || objectCentricTranslation === null) return;
      pairs.set(pairId, {
        translation: egoTranslation,
        rotation: egoRotation,
        objectCentric: objectCentricTranslation,
      });
    },
    finish: () => {
      const all = [...pairs.values()];
      const bits = {
        'translation, rotation': mutualInformationBits(all.map((p) => [p.translation, p.rotation])),
        'translation, object-centric': mutualInformationBits(
          all.map((p) => [p.translation, p.objectCentric]),
        ),
        'rotation, object-centric': mutualInformationBits(all.map((p) => [p.rotation, p.objectCentric])),
      };
      const worst = Math.max(...Object.values(bits));
      const cells: Record<string, number> = {};
      for (const { translation, rotation, objectCentric } of all) {
        const key = `${translation}/${rotation}/${objectCentric}`;
        cells[key] = (cells[key] ?? 0) + 1;
      }
      return auditLine('mutual-information', 'most bits that one label of a pair tells of another', {
        value: worst,
        threshold: MAX_BITS,
        verdict: all.length < MIN_PAIRS ? 'skipped' : worst <= MAX_BITS ? 'pass' : 'fail',
        details: { pairs: all.length, bits, cells },
      });
    },
  };
}
