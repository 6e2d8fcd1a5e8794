/** Every claim of every stored chain of thought, checked against geometry. */
import { verifyChain } from '../../../chains/verify.ts';
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';

const EXAMPLES = 5;

/** @param every n-th question's chain is verified; 1 = all. */
export function chains(every: number): AuditProbe {
  let seen = 0;
  let checked = 0;
  let claims = 0;
  let wrong = 0;
  const examples: string[] = [];
  return {
    addQuestion: ({ questionId, chain, geometry }: Question) => {
      if (seen++ % every !== 0 || chain === null) return;
      checked++;
      const verdict = verifyChain(chain, geometry);
      claims += verdict.claims.length;
      const first = verdict.claims.find((claim) => !claim.ok);
      // A chain that is its conclusion alone claims nothing, and nothing of it can be false.
      if (first === undefined) return;
      wrong++;
      if (examples.length < EXAMPLES) examples.push(`${questionId}: "${first.text}": ${first.reason}`);
    },
    finish: () =>
      auditLine('chains', 'chains of thought with a claim that geometry contradicts', {
        value: wrong,
        threshold: 0,
        verdict: checked === 0 ? 'skipped' : wrong === 0 ? 'pass' : 'fail',
        details: { checked, claims, examples },
      }),
  };
}
