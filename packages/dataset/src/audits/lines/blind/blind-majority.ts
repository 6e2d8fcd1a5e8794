/** How far does one gets without looking: the answer that is commonest in training, kind by kind. */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, answerText } from '../../probe.ts';
import { BlindTally } from './blind-tally.ts';

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
      const tally = new BlindTally();
      const shown = new Set<string>();
      for (const { kind, options, answer, chance, open } of test) {
        const counts = training.get(kind);
        if (counts === undefined) continue;
        if (open) shown.add(kind);
        const guess = commonest(counts, open ? [...counts.keys()] : options);
        tally.add(kind, guess === answer, chance);
      }
      return tally.line(
        'blind-majority',
        'largest sure gain over chance of the commonest training answer',
        shown,
      );
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
