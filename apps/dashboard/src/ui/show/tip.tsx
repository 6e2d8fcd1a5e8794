/** A short sign that says more on hover, focus and to screen readers. Escape puts the words away. */
import { type ReactNode, useRef, useState } from 'react';

interface TipProps {
  readonly className: string;
  /** The whole story; also the name that screen readers hear. */
  readonly words: string;
  readonly children: ReactNode;
}

const WIDTH_PX = 288;
const EDGE_PX = 8;

export function Tip({ className, words, children }: TipProps) {
  const sign = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  const show = (): void => {
    const box = sign.current?.getBoundingClientRect();
    if (box === undefined) return;
    const widest = document.documentElement.clientWidth - WIDTH_PX - EDGE_PX;
    setPlace({ left: Math.max(EDGE_PX, Math.min(box.left, widest)), top: box.bottom + 4 });
  };
  const hide = (): void => setPlace(null);
  return (
    <>
      <button
        ref={sign}
        type="button"
        className={`tip ${className}`}
        aria-label={words}
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
      >
        {children}
      </button>
      {place !== null && (
        <span role="tooltip" className="tip-words" style={{ ...place, maxWidth: WIDTH_PX }}>
          {words}
        </span>
      )}
    </>
  );
}
