/** What the audit found, failures first. */
import type { DatasetDetail } from '@parallax/eval-api/schema';
import { Empty } from '../../ui/page/answer.tsx';
import { short } from '../../ui/show/format.ts';
import { VerdictMark } from '../../ui/show/mark.tsx';

const ORDER = { fail: 0, pass: 1, skipped: 2 };

export function AuditTable({ audit }: { audit: DatasetDetail['audit'] }) {
  if (audit === null) {
    return (
      <Empty title="Not audited">
        Run <code>./parallax audit</code> on this data set.
      </Empty>
    );
  }
  const lines = [...audit.lines].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  return (
    <div className="wide">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">Line</th>
            <th scope="col" className="number">
              Value
            </th>
            <th scope="col" className="number">
              Limit
            </th>
            <th scope="col">Finding</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, verdict, value, threshold, finding }) => (
            <tr key={name}>
              <td>
                <VerdictMark verdict={verdict} />
              </td>
              <td>{name}</td>
              <td className="number">{short(value)}</td>
              <td className="number">{short(threshold)}</td>
              <td className="prose">{finding}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
