/** Are the letters of the right answers uniform for each kind? */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';
import { chiSquarePValue, uniformChiSquare } from '../../statistics.ts';

/** Least p-value, after Bonferroni's correction over kinds, that still counts as chance. */
const MIN_P = 0.001;

export function letterBalance(): AuditProbe {
  /** "kind, options" -> count of each letter. */
  const counts = new Map<string, number[]>();
  return {
    addQuestion: (question: Question) => {
      if (question.answerType !== 'choice') return;
      const key = `${question.kind}, ${question.options.length} options`;
      const letters = counts.get(key) ?? question.options.map(() => 0);
      letters['ABCDEFGH'.indexOf(question.answer)]!++;
      counts.set(key, letters);
    },
    finish: () => {
      const pValues = [...counts].map(([key, letters]) => {
        const p = chiSquarePValue(uniformChiSquare(letters), letters.length - 1);
        return { key, letters, p: Math.min(1, p * counts.size) };
      });
      const least = Math.min(1, ...pValues.map((item) => item.p));
      return auditLine('letter-balance', 'least p-value of uniform answer letters over the kinds', {
        value: least,
        threshold: MIN_P,
        verdict: pValues.length === 0 ? 'skipped' : least >= MIN_P ? 'pass' : 'fail',
        details: Object.fromEntries(pValues.map(({ key, letters, p }) => [key, { letters, p }])),
      });
    },
  };
}
