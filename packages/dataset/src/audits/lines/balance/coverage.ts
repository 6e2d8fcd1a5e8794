/** Which motions, distances and visibilities the data set covers; the joint cells of translation and rotation must all be there. */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';
import { createPairFilter } from './pair-filter.ts';

/** Least share of pairs in each of the nine cells. */
const MIN_SHARE = 0.02;
const MIN_PAIRS = 50;
const SIDES = ['left', 'none', 'right'];

export function coverage(): AuditProbe {
  const isNewPair = createPairFilter();
  let pairs = 0;
  const cells: Record<string, number> = {};
  for (const t of SIDES) for (const r of SIDES) cells[`${t}/${r}`] = 0;
  const histograms = {
    yawDeg: histogram(-90, 90, 18),
    baseline: histogram(0, 2, 10),
    horizontalAngleDeg: histogram(-180, 180, 18),
    objectDistance: histogram(0, 10, 10),
    subjectFraction: histogram(0, 1, 10),
  };
  return {
    addQuestion: (question: Question) => {
      if (!isNewPair(question)) return;
      pairs++;
      const { subjectId, geometry } = question;
      const { motion, labels } = geometry;
      if (motion === null || labels === null) return;
      const cell = `${labels.egoTranslation}/${labels.egoRotation}`;
      if (cell in cells) cells[cell]!++;
      add(histograms.yawDeg, motion.yawDeg);
      add(histograms.baseline, motion.distance);
      add(histograms.horizontalAngleDeg, motion.horizontalAngleDeg);
      add(histograms.objectDistance, motion.objectDistance);
      for (const view of geometry.visible) {
        const entry = view.find((item) => item.objectId === subjectId);
        if (entry !== undefined) add(histograms.subjectFraction, entry.fraction);
      }
    },
    finish: () => {
      const least = pairs === 0 ? 0 : Math.min(...Object.values(cells)) / pairs;
      return auditLine('coverage', 'least share of pairs in a translation x rotation cell', {
        value: least,
        threshold: MIN_SHARE,
        verdict: pairs < MIN_PAIRS ? 'skipped' : least >= MIN_SHARE ? 'pass' : 'fail',
        details: { pairs, cells, histograms },
      });
    },
  };
}

interface Histogram {
  readonly lo: number;
  readonly hi: number;
  readonly counts: number[];
}

/** Equal bins from lo to hi. */
function histogram(lo: number, hi: number, bins: number): Histogram {
  return { lo, hi, counts: new Array<number>(bins).fill(0) };
}

/** Values outside the bounds fall into the first and the last bin. */
function add({ lo, hi, counts }: Histogram, value: number): void {
  const bin = Math.floor(((value - lo) / (hi - lo)) * counts.length);
  counts[Math.min(counts.length - 1, Math.max(0, bin))]!++;
}
