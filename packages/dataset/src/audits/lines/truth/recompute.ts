/** Every answer and label derived again from the cameras and objects in its row. */
import { DataInvalidError } from '@parallax/lab';
import { isDiscarded } from '../../../questions/kind.ts';
import { kindOf } from '../../../questions/make.ts';
import { motionOf } from '../../../scenes/motion.ts';
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';

const EXAMPLES = 5;
/** Records hold full doubles: anything beyond rounding is another camera. */
const MAX_DIFFERENCE = 1e-6;

/** @param every n-th question is recomputed; 1 = all. */
export function recompute(every: number): AuditProbe {
  let seen = 0;
  let checked = 0;
  let leastMargin = Number.POSITIVE_INFINITY;
  const wrong: string[] = [];
  return {
    addQuestion: (question: Question) => {
      if (seen++ % every !== 0) return;
      checked++;
      leastMargin = Math.min(leastMargin, question.geometry.margin);
      const reason = disagreement(question);
      if (reason !== null) wrong.push(`${question.questionId}: ${reason}`);
    },
    finish: () =>
      auditLine('recompute', 'answers or labels that their own cameras and objects contradict', {
        value: wrong.length,
        threshold: 0,
        verdict: checked === 0 ? 'skipped' : wrong.length === 0 ? 'pass' : 'fail',
        details: {
          checked,
          leastMargin: checked === 0 ? null : leastMargin,
          examples: wrong.slice(0, EXAMPLES),
        },
      }),
  };
}

function disagreement(question: Question): string | null {
  const { geometry, answer, kind } = question;
  let derived: string;
  try {
    derived = kindOf(kind).verifyAnswer(question);
  } catch (error) {
    if (error instanceof DataInvalidError) return error.message;
    throw error;
  }
  if (derived !== answer) return `answer ${answer}, but geometry gives ${derived}`;
  const number = numberDisagreement(question);
  if (number !== null) return number;
  if (geometry.motion === null || geometry.labels === null) return null;
  const { motion, labels } = motionOf(geometry);
  for (const label of ['egoTranslation', 'egoRotation', 'objectCentricTranslation'] as const) {
    if (labels[label] !== geometry.labels[label]) {
      return `label ${label} is ${geometry.labels[label]}, but the cameras give ${labels[label]}`;
    }
  }
  const stored = [
    geometry.motion.yawDeg,
    geometry.motion.translation.right,
    geometry.motion.objectCentricRight,
  ];
  const fresh = [motion.yawDeg, motion.translation.right, motion.objectCentricRight];
  const differs = fresh.some((value, i) => Math.abs(value - (stored[i] ?? 0)) > MAX_DIFFERENCE);
  return differs ? 'the stored motion is not the motion of the stored cameras' : null;
}

/** The number behind the answer and its distance to the nearest other answer, derived again. */
function numberDisagreement({ kind, geometry }: Question): string | null {
  const solution = kindOf(kind).solve(geometry);
  if (isDiscarded(solution)) return solution.discarded;
  for (const key of ['value', 'margin'] as const) {
    const stored = geometry[key];
    const fresh = solution[key];
    const allowed = MAX_DIFFERENCE * Math.max(1, Math.abs(fresh));
    if (stored === null || !(Math.abs(stored - fresh) <= allowed)) {
      return `the stored ${key} is ${stored}, but geometry gives ${fresh}`;
    }
  }
  return null;
}
