/** Questions per kind and split, and what was left out. */
import type { DatasetDetail } from '@parallax/eval-api/schema';
import { count, words } from '../../ui/show/format.ts';

interface CountsProps {
  readonly kinds: DatasetDetail['kinds'];
  readonly discarded: DatasetDetail['counts']['discarded'];
}

const SPLITS = ['train', 'validation', 'test'] as const;

export function Counts({ kinds, discarded }: CountsProps) {
  const splits = SPLITS.filter((split) => kinds.some((each) => each.split === split));
  const names = [...new Set(kinds.map(({ kind }) => kind))];
  const left = Object.entries(discarded).sort(([, a], [, b]) => b - a);
  const questions = (kind: string, split: string): number =>
    kinds.find((each) => each.kind === kind && each.split === split)?.questions ?? 0;
  return (
    <>
      <div className="wide">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              {splits.map((split) => (
                <th key={split} scope="col" className="number">
                  {split}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((kind) => (
              <tr key={kind}>
                <td>{words(kind)}</td>
                {splits.map((split) => (
                  <td key={split} className="number">
                    {count(questions(kind, split))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left.length > 0 && (
        <details>
          <summary>Left out: {count(left.reduce((sum, [, n]) => sum + n, 0))}</summary>
          <ul className="plain">
            {left.map(([reason, n]) => (
              <li key={reason}>
                {words(reason)}: {count(n)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
