/** A chain of thought claim by claim: true or false by the geometry, and why. */
import type { ChainVerdict } from '@parallax/eval-api/schema';
import { Mark } from '../../ui/show/mark.tsx';
import { useEvidence } from './evidence.tsx';

interface ChainProps {
  readonly title: string;
  readonly verdict: ChainVerdict | null;
  /** Folded at first. */
  readonly closed?: boolean;
}

export function Chain({ title, verdict, closed = false }: ChainProps) {
  const { show } = useEvidence();
  if (verdict === null) return null;
  const { claims, accepted } = verdict;
  const wrong = claims.filter(({ ok }) => !ok).length;
  return (
    <details className="chain" open={!closed}>
      <summary>
        <h2>{title}</h2>{' '}
        {accepted ? (
          <Mark tone="good">{`all ${claims.length} claims true`}</Mark>
        ) : (
          <Mark tone="bad">{`${wrong} of ${claims.length} claims false`}</Mark>
        )}
      </summary>
      <ol>
        {claims.map(({ text, ok, reason, evidence }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chain may say the same twice
          <li key={i} className={ok ? 'true' : 'false'}>
            {/* A button, so that the keyboard reaches what the pointer shows. */}
            <button
              type="button"
              onFocus={() => show(evidence)}
              onBlur={() => show(null)}
              onPointerEnter={() => show(evidence)}
              onPointerLeave={() => show(null)}
            >
              <span className="verdict">{ok ? '✓' : '✗'}</span>
              <span className="sr">{ok ? 'True: ' : 'False: '}</span>
              <span className="claim">{text}</span>
              <span className="reason">{reason}</span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
