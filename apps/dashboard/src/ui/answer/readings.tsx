/** How the published scorers read the same completion. */
import type { Reading } from '@parallax/eval-api/schema';
import { Mark } from '../show/mark.tsx';

export function Readings({ readings }: { readings: readonly Reading[] }) {
  if (readings.length === 0) return null;
  return (
    <table className="data readings">
      <caption>Read by the published scorers</caption>
      <thead>
        <tr>
          <th scope="col">Scorer</th>
          <th scope="col">Reads</th>
          <th scope="col">Gives</th>
        </tr>
      </thead>
      <tbody>
        {readings.map(({ scorer, extracted, value }) => (
          <tr key={scorer}>
            <th scope="row">{scorer}</th>
            <td className="prose">{extracted ?? 'nothing'}</td>
            <td>
              <Mark tone={value >= 1 ? 'good' : 'bad'}>
                {value === 0 || value === 1 ? VERDICT[value] : value.toFixed(3)}
              </Mark>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const VERDICT = { 0: 'miss', 1: 'hit' } as const;
