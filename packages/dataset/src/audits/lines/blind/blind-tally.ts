/** What was answered without looking, kind by kind, and the audit line that follows. */
import type { AuditLine } from '../../../schema.ts';
import { auditLine } from '../../probe.ts';
import { wilsonLower } from '../../statistics.ts';

/** The test score, at the lower end of its interval, may exceed chance by this much. */
const MAX_EXCESS = 0.1;

export class BlindTally {
  readonly #scores = new Map<string, { hits: number; n: number; chance: number }>();

  add(kind: string, hit: boolean, chance: number): void {
    const score = this.#scores.get(kind) ?? { hits: 0, n: 0, chance: 0 };
    this.#scores.set(kind, score);
    score.n++;
    score.chance += chance;
    if (hit) score.hits++;
  }

  /** @param shown kinds that are a figure only: the verdict leaves them out. */
  line(name: string, finding: string, shown: ReadonlySet<string> = new Set()): AuditLine {
    const details: Record<string, unknown> = {};
    let worst = 0;
    let judged = 0;
    for (const [kind, { hits, n, chance }] of this.#scores) {
      details[kind] = { accuracy: hits / n, chance: chance / n, n };
      if (shown.has(kind)) continue;
      judged++;
      worst = Math.max(worst, wilsonLower(hits, n) - chance / n);
    }
    return auditLine(name, finding, {
      value: worst,
      threshold: MAX_EXCESS,
      verdict: judged === 0 ? 'skipped' : worst <= MAX_EXCESS ? 'pass' : 'fail',
      details,
    });
  }
}
