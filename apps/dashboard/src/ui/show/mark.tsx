/** Small signs. The meaning is in the word and the shape; colour comes on top. */
import type { Outcome, RunState } from '@parallax/eval-api/schema';

export type Tone = 'good' | 'bad' | 'quiet' | 'live' | 'warn';

export function Mark({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`mark ${tone}`}>
      <span aria-hidden="true">{SIGNS[tone]}</span> {children}
    </span>
  );
}

const SIGNS: Record<Tone, string> = { good: '✓', bad: '✗', quiet: '–', live: '●', warn: '!' };

const OUTCOME_TONES: Record<Outcome, Tone> = {
  correct: 'good',
  wrong: 'bad',
  unparsed: 'warn',
  error: 'warn',
};

export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return <Mark tone={OUTCOME_TONES[outcome]}>{outcome}</Mark>;
}

const STATE_TONES: Record<RunState, Tone> = { finished: 'good', running: 'live', stopped: 'quiet' };

export function StateMark({ state }: { state: RunState }) {
  return <Mark tone={STATE_TONES[state]}>{state}</Mark>;
}

export function VerdictMark({ verdict }: { verdict: 'pass' | 'fail' | 'skipped' }) {
  return <Mark tone={verdict === 'pass' ? 'good' : verdict === 'fail' ? 'bad' : 'quiet'}>{verdict}</Mark>;
}
