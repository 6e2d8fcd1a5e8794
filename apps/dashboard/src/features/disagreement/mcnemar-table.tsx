/** Right and wrong of two models on the items both have; each number opens its items. */
import type { Cell, Comparison } from '@parallax/eval-api/schema';
import { Link, useSearchParams } from 'wouter';
import { compareLink } from '../../ui/page/links.ts';
import { count } from '../../ui/show/format.ts';

export function McNemarTable({ comparison: { a, b, table } }: { comparison: Comparison }) {
  const [search] = useSearchParams();
  const kind = search.get('kind') ?? undefined;
  const shown = search.get('cell') ?? 'differ';
  const cell = (name: Cell, value: number, words: string) => (
    <td className={shown === name ? 'chosen' : undefined}>
      <Link
        href={compareLink(a.name, b.name, { cell: name, kind })}
        replace
        aria-current={shown === name ? 'true' : undefined}
        aria-label={`${count(value)} items: ${words}`}
      >
        {count(value)}
      </Link>
    </td>
  );
  const { both, onlyA, onlyB, neither } = table;
  return (
    <table className="data mcnemar">
      <caption>
        Items by who is right.{' '}
        <Link
          href={compareLink(a.name, b.name, { kind })}
          replace
          aria-current={shown === 'differ' ? 'true' : undefined}
        >
          All {count(onlyA + onlyB)} on which one is right and the other wrong
        </Link>
      </caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{b.model} right</th>
          <th scope="col">{b.model} wrong</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{a.model} right</th>
          {cell('both', both, 'both are right')}
          {cell('only-a', onlyA, `only ${a.model} is right`)}
        </tr>
        <tr>
          <th scope="row">{a.model} wrong</th>
          {cell('only-b', onlyB, `only ${b.model} is right`)}
          {cell('neither', neither, 'both are wrong')}
        </tr>
      </tbody>
    </table>
  );
}
