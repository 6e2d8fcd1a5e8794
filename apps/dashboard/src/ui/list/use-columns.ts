/** How many cards fit side by side. */
import { useSyncExternalStore } from 'react';

/** Room that the page keeps free at its sides. */
const MARGINS_PX = 48;
const WIDEST_PX = 1360;

export function useColumns(cardWidthPx: number): number {
  const width = useSyncExternalStore(subscribe, () =>
    Math.min(document.documentElement.clientWidth, WIDEST_PX),
  );
  return Math.max(1, Math.floor((width - MARGINS_PX) / cardWidthPx));
}

function subscribe(listen: () => void): () => void {
  addEventListener('resize', listen);
  return () => removeEventListener('resize', listen);
}
