/** How far below the top of the page an element begins; what stands above may still grow (charts, tables that open). */
import { type RefObject, useLayoutEffect, useState } from 'react';

export function useDistanceFromTop(place: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => {
      if (place.current !== null) setTop(place.current.getBoundingClientRect().top + scrollY);
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [place]);
  return top;
}
