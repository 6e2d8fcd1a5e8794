/** A choice that stands in the address, so that a filtered list can be sent to a colleague. */
import { useId } from 'react';
import { useSearchParams } from 'wouter';
import { words } from '../show/format.ts';

interface FilterProps {
  /** Name in the address. */
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
  /** What a person reads for each value; default: the value in words. */
  readonly labels?: readonly string[];
  /** What a person reads for no choice. */
  readonly none?: string;
  /** The values are names: shown as they are. */
  readonly plain?: boolean;
}

export function Filter({ name, label, values, labels, none = 'all', plain = false }: FilterProps) {
  const [search, setSearch] = useSearchParams();
  const id = useId();
  const choose = (value: string): void => {
    const changed = new URLSearchParams(search);
    if (value === '') changed.delete(name);
    else changed.set(name, value);
    // Another list: a place in the old one means nothing.
    for (const place of ['row', 'at']) changed.delete(place);
    setSearch(changed, { replace: true });
  };
  return (
    <span className="filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={search.get(name) ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">{none}</option>
        {values.map((value, i) => (
          <option key={value} value={value}>
            {labels?.[i] ?? (plain ? value : words(value))}
          </option>
        ))}
      </select>
    </span>
  );
}
