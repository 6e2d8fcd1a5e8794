/** A list of known length and any size: rows in sight exist, their pages are fetched as they come, keys jump anywhere. */
import type { QueryKey, UseQueryOptions } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useDistanceFromTop } from './use-distance-from-top.ts';
import { type ListPage, usePages } from './use-pages.ts';

interface LongListProps<T, P extends ListPage<T>, K extends QueryKey> {
  readonly total: number;
  readonly rowHeightPx: number;
  readonly label: string;
  /** Row that was left last: the list begins there. */
  readonly opensAt?: number | undefined;
  /** An item is open beside the list: j and k walk through the items there. */
  readonly besideItem?: boolean;
  /** Row of that item, where it is known. */
  readonly current?: number | undefined;
  /** Query of page `index`; pages have `pageSize` rows. */
  readonly pageQuery: (index: number) => UseQueryOptions<P, Error, P, K>;
  readonly pageSize: number;
  readonly children: (item: T, index: number) => ReactNode;
}

const AHEAD_ROWS = 12;
const LEAP_ROWS = 20;

export function LongList<T, P extends ListPage<T>, K extends QueryKey>(props: LongListProps<T, P, K>) {
  const {
    total,
    rowHeightPx,
    label,
    opensAt,
    besideItem = false,
    current,
    pageQuery,
    pageSize,
    children,
  } = props;
  const place = useRef<HTMLUListElement>(null);
  const top = useDistanceFromTop(place);
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => rowHeightPx,
    overscan: AHEAD_ROWS,
    scrollMargin: top,
    scrollPaddingStart: rowHeightPx,
    scrollPaddingEnd: rowHeightPx,
  });
  const [active, setActive] = useState(opensAt ?? current ?? 0);
  // The row itself: the effect of an earlier rendering may come after a key, and knows only the row that was active then.
  const toFocus = useRef<number | null>(null);
  const go = (to: number, focus: boolean): void => {
    const index = Math.min(total - 1, Math.max(0, to));
    toFocus.current = focus ? index : null;
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
  };
  const shown = virtual.getVirtualItems();
  const rowAt = usePages<T, P, K>(pageQuery, pageSize, shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0);
  useEffect(() => {
    if (toFocus.current === null) return;
    const row = place.current?.querySelector<HTMLElement>(`[data-index="${toFocus.current}"]`);
    if (row === null || row === undefined) return;
    toFocus.current = null;
    row.focus({ preventScroll: true });
  });
  // Once the list knows where it stands, it opens at the row that was left.
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current || top === 0) return;
    opened.current = true;
    if (opensAt !== undefined && opensAt > 0) virtual.scrollToIndex(opensAt, { align: 'center' });
  }, [top, opensAt, virtual]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (besideItem && (event.key === 'j' || event.key === 'k')) return;
    if (event.key === 'Enter' && event.target instanceof HTMLLIElement) {
      event.target.querySelector('a')?.click();
      return;
    }
    const to = TARGETS[event.key]?.(active, total);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(to, true);
  };
  return (
    <>
      <JumpField total={total} onJump={(index) => go(index, true)} />
      <ul
        ref={place}
        className="endless"
        style={{ height: virtual.getTotalSize() }}
        aria-label={label}
        onKeyDown={onKey}
      >
        {shown.map(({ index, start }) => {
          const item = rowAt(index);
          return (
            <li
              key={index}
              data-index={index}
              tabIndex={index === active ? 0 : -1}
              style={{ height: rowHeightPx, width: '100%', transform: `translateY(${start - top}px)` }}
              aria-setsize={total}
              aria-posinset={index + 1}
              aria-current={index === current ? 'true' : undefined}
              onFocus={() => setActive(index)}
            >
              {item === undefined ? <span className="row-pending">…</span> : children(item, index)}
            </li>
          );
        })}
      </ul>
    </>
  );
}

const TARGETS: Readonly<Record<string, (active: number, total: number) => number>> = {
  j: (active) => active + 1,
  ArrowDown: (active) => active + 1,
  k: (active) => active - 1,
  ArrowUp: (active) => active - 1,
  PageDown: (active) => active + LEAP_ROWS,
  PageUp: (active) => active - LEAP_ROWS,
  Home: () => 0,
  End: (_, total) => total - 1,
};

function JumpField({ total, onJump }: { total: number; onJump: (index: number) => void }) {
  return (
    <form
      className="jump"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem('row');
        if (field instanceof HTMLInputElement && field.valueAsNumber >= 1) onJump(field.valueAsNumber - 1);
      }}
    >
      <label>
        Go to <input name="row" type="number" min={1} max={total} step={1} defaultValue={1} />
      </label>{' '}
      <span className="quiet">of {total.toLocaleString('en-US')}</span>
      <span className="hint keys">
        <kbd>j</kbd> <kbd>k</kbd> <kbd>Home</kbd> <kbd>End</kbd> <kbd>Enter</kbd> in the list
      </span>
    </form>
  );
}
