/** A list of any length: only the items in sight exist, and more are asked for near the end. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useDistanceFromTop } from './use-distance-from-top.ts';

interface EndlessListProps<T> {
  readonly items: readonly T[];
  readonly rowHeightPx: number;
  /** Items side by side. */
  readonly columns?: number;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly keyOf: (item: T) => string;
  readonly label: string;
  readonly children: (item: T) => ReactNode;
}

/** Made before it comes into sight. */
const AHEAD_PX = 600;

export function EndlessList<T>(props: EndlessListProps<T>) {
  const { items, rowHeightPx, columns = 1, hasMore, loadMore, keyOf, label, children } = props;
  const ahead = Math.ceil(AHEAD_PX / rowHeightPx) * columns;
  const place = useRef<HTMLUListElement>(null);
  const top = useDistanceFromTop(place);
  const virtual = useWindowVirtualizer({
    count: items.length,
    lanes: columns,
    estimateSize: () => rowHeightPx,
    overscan: ahead,
    scrollMargin: top,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns or heights are laid out anew
  useEffect(() => virtual.measure(), [rowHeightPx, columns, virtual]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && last >= items.length - ahead) loadMore();
  }, [hasMore, last, items.length, ahead, loadMore]);
  return (
    <ul ref={place} className="endless" style={{ height: virtual.getTotalSize() }} aria-label={label}>
      {shown.map(({ index, lane, start }) => {
        const item = items[index];
        if (item === undefined) return null;
        const style = {
          height: rowHeightPx,
          width: `${100 / columns}%`,
          insetInlineStart: `${(100 * lane) / columns}%`,
          transform: `translateY(${start - top}px)`,
        };
        return (
          <li
            key={keyOf(item)}
            style={style}
            aria-setsize={hasMore ? -1 : items.length}
            aria-posinset={index + 1}
          >
            {children(item)}
          </li>
        );
      })}
    </ul>
  );
}
