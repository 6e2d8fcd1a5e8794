/** Saved states of a run and what was evaluated on exactly these weights. */
import type { CheckpointRow } from '@parallax/eval-api/schema';
import { Link } from 'wouter';
import { evaluationLink } from '../../ui/page/links.ts';
import { count, digestHead } from '../../ui/show/format.ts';

export function Checkpoints({ checkpoints }: { checkpoints: readonly CheckpointRow[] }) {
  if (checkpoints.length === 0) return <p className="hint">None saved yet.</p>;
  return (
    <div className="wide">
      <table className="data">
        <thead>
          <tr>
            <th scope="col" className="number">
              Step
            </th>
            <th scope="col">Weights</th>
            <th scope="col" className="number">
              Files
            </th>
            <th scope="col">Evaluations</th>
          </tr>
        </thead>
        <tbody>
          {checkpoints.map(({ checkpointId, step, weightsDigest, files, evaluations }) => (
            <tr key={checkpointId}>
              <td className="number">{count(step)}</td>
              <td>
                <code title={weightsDigest}>{digestHead(weightsDigest)}</code>
              </td>
              <td className="number">{Object.keys(files).length}</td>
              <td className="names">
                {evaluations.length === 0 && <span className="quiet">none</span>}
                {evaluations.map((name) => (
                  <Link key={name} href={evaluationLink(name)}>
                    {name}{' '}
                  </Link>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
