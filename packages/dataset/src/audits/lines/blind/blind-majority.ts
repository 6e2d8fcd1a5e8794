/** How far does one gets without looking: the answer that is commonest in training, kind by kind. */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, answerText, auditLine } from '../../probe.ts';
import { wilsonLower } from '../../statistics.ts';

/** The test score, at the lower end of its interval, may exceed chance by this much. */
const MAX_EXCESS = 0.1;

/** Choice kinds decide; for open answers the best constant's share is a figure to compare models with. */
export function blindMajority(): AuditProbe {
  const training = new Map<string, Map<string, number>>();
  const test: { kind: string; options: readonly string[]; answer: string; chance: number; open: boolean }[] =
    [];
  return {
    addQuestion: (question: Question) => {
      const { kind, options, chance } = question;
      const answer = answerText(question);
      if (question.split === 'train') {
        const counts = training.get(kind) ?? new Map<string, number>();
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
        training.set(kind, counts);
      } else if (question.split === 'test') {
        test.push({ kind, options, answer, chance, open: question.answerType === 'number' });
      }
    },
    finish: () => {
      const scores: Record<string, { hits: number; n: number; chance: number; open: boolean }> = {};
      for (const { kind, options, answer, chance, open } of test) {
        const counts = training.get(kind);
        if (counts === undefined) continue;
        scores[kind] ??= { hits: 0, n: 0, chance: 0, open };
        const score = scores[kind];
        const guess = commonest(counts, open ? [...counts.keys()] : options);
        score.n++;
        score.chance += chance;
        if (guess === answer) score.hits++;
      }
      const details: Record<string, unknown> = {};
      let worst = 0;
      let judged = 0;
      for (const [kind, { hits, n, chance, open }] of Object.entries(scores)) {
        details[kind] = { accuracy: hits / n, chance: chance / n, n };
        if (open) continue;
        judged++;
        worst = Math.max(worst, wilsonLower(hits, n) - chance / n);
      }
      return auditLine('blind-majority', 'largest sure gain over chance of the commonest training answer', {
        value: worst,
        threshold: MAX_EXCESS,
        verdict: judged === 0 ? 'skipped' : worst <= MAX_EXCESS ? 'pass' : 'fail',
        details,
      });
    },
  };
}

function commonest(counts: ReadonlyMap<string, number>, among: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const option of among) {
    if (best === undefined || (counts.get(option) ?? 0) > (counts.get(best) ?? 0)) best = option;
  }
  return best;
}
