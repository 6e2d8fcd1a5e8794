/** A text to look for; stands in the address like the filters. */
import { useEffect, useId, useState } from 'react';
import { useSearchParams } from 'wouter';

const PAUSE_MS = 300;

export function SearchField({ name, label }: { name: string; label: string }) {
  const [search, setSearch] = useSearchParams();
  const id = useId();
  const present = search.get(name) ?? '';
  const [typed, setTyped] = useState(present);
  useEffect(() => setTyped(present), [present]);
  useEffect(() => {
    if (typed === present) return;
    const timer = setTimeout(() => {
      setSearch(
        (old) => {
          const changed = new URLSearchParams(old);
          changed.delete('row');
          if (typed === '') changed.delete(name);
          else changed.set(name, typed);
          return changed;
        },
        { replace: true },
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, present, name, setSearch]);
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        value={typed}
        maxLength={200}
        placeholder="completion, prompt, id"
        onChange={(event) => setTyped(event.target.value)}
      />
    </span>
  );
}
