/** Are the answers themselves balanced, for kinds whose options are always the same? */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, answerText, auditLine } from '../../probe.ts';

/** A label may exceed its fair share by this much. */
const MAX_EXCESS = 0.15;
/** Fewer questions of a kind say nothing about balance. */
const MIN_QUESTIONS = 30;

export function labelBalance(): AuditProbe {
  const counts = new Map<string, Map<string, number>>();
  const varying = new Set<string>();
  return {
    addQuestion: (question: Question) => {
      if (question.answerType !== 'choice') return;
      const known = counts.get(question.kind) ?? new Map(question.options.map((option) => [option, 0]));
      if (question.options.some((option) => !known.has(option))) varying.add(question.kind);
      const answer = answerText(question);
      known.set(answer, (known.get(answer) ?? 0) + 1);
      counts.set(question.kind, known);
    },
    finish: () => {
      const details: Record<string, unknown> = {};
      let worst = 0;
      for (const [kind, labels] of counts) {
        const total = [...labels.values()].reduce((sum, count) => sum + count, 0);
        if (varying.has(kind) || total < MIN_QUESTIONS) continue;
        const excess = Math.max(...labels.values()) / total - 1 / labels.size;
        details[kind] = { ...Object.fromEntries(labels), excess };
        worst = Math.max(worst, excess);
      }
      return auditLine('label-balance', 'largest excess of a label over its fair share', {
        value: worst,
        threshold: MAX_EXCESS,
        verdict: Object.keys(details).length === 0 ? 'skipped' : worst <= MAX_EXCESS ? 'pass' : 'fail',
        details,
      });
    },
  };
}
