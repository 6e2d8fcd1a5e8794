/** Previous and next: links, and the keys j, k and the arrows. */
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';

interface NeighboursProps {
  /** Address, or null at an end. */
  readonly previous: string | null;
  readonly next: string | null;
  /** "question", "sample", "step". */
  readonly what: string;
}

export function Neighbours({ previous, next, what }: NeighboursProps) {
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const to = KEYS_BACK.has(event.key) ? previous : KEYS_ON.has(event.key) ? next : null;
      if (to === null) return;
      event.preventDefault();
      navigate(to, { replace: true });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [previous, next, navigate]);
  return (
    <nav className="neighbours" aria-label={`Neighbouring ${what}s`}>
      <Step to={previous} label={`Previous ${what}`} keys="k" sign="←" />
      <Step to={next} label={`Next ${what}`} keys="j" sign="→" />
    </nav>
  );
}

const KEYS_BACK = new Set(['k', 'ArrowLeft']);
const KEYS_ON = new Set(['j', 'ArrowRight']);

function Step({ to, label, keys, sign }: { to: string | null; label: string; keys: string; sign: string }) {
  const content = (
    <span aria-hidden="true">
      {sign} <kbd>{keys}</kbd>
    </span>
  );
  if (to === null)
    return (
      <span className="step off" aria-hidden="true">
        {content}
      </span>
    );
  return (
    <Link className="step" to={to} replace title={label} aria-keyshortcuts={keys}>
      {content}
      <span className="sr">{label}</span>
    </Link>
  );
}

/** Fields, sliders and the 3D view use these keys themselves. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [data-own-keys]') !== null;
}
