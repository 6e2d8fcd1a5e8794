/** What the audit found, failures first. */
import type { DatasetDetail } from '@parallax/eval-api/schema';
import { Empty } from '../../ui/page/answer.tsx';
import { limit, short } from '../../ui/show/format.ts';
import { VerdictMark } from '../../ui/show/mark.tsx';

const ORDER = { fail: 0, pass: 1, skipped: 2 };

interface AuditTableProps {
  readonly audit: DatasetDetail['audit'];
  /** Folder name, for the command that audits it. */
  readonly dataset: string;
}

export function AuditTable({ audit, dataset }: AuditTableProps) {
  if (audit === null) {
    return (
      <Empty title="Not audited">
        Run <code>./parallax audit LAB/datasets/{dataset}</code>; LAB is the folder given to{' '}
        <code>serve --lab</code>.
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
              <td className="number">{limit(verdict, value, threshold)}</td>
              <td className="prose">{finding}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
