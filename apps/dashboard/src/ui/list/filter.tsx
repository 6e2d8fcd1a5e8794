/** A choice that stands in the address, so that a filtered list can be sent to a colleague. */
import { useId } from 'react';
import { useSearchParams } from 'wouter';
import { words } from '../show/format.ts';

interface FilterProps {
  /** Name in the address. */
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
}

export function Filter({ name, label, values }: FilterProps) {
  const [search, setSearch] = useSearchParams();
  const id = useId();
  const choose = (value: string): void => {
    const changed = new URLSearchParams(search);
    if (value === '') changed.delete(name);
    else changed.set(name, value);
    setSearch(changed, { replace: true });
  };
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={search.get(name) ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">all</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {words(value)}
          </option>
        ))}
      </select>
    </span>
  );
}
