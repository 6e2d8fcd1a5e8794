/**
 * How often the three labels of a pair occur together. Where one label tells another, whole cells are empty: the
 * shortcut of the published data shows as a diagonal.
 */
import type { JointLabel } from '@parallax/eval-api/schema';
import { Empty } from '../../ui/page/answer.tsx';
import { HeatMap } from '../../ui/show/heat-map.tsx';

const SIDES = ['left', 'none', 'right'] as const;

export function JointLabels({ labels }: { labels: readonly JointLabel[] }) {
  if (labels.length === 0)
    return <Empty title="No labelled pairs">Questions of this data set compare no two views.</Empty>;
  const total = labels.reduce((sum, { pairs }) => sum + pairs, 0);
  const largest = Math.max(...labels.map(({ pairs }) => pairs));
  const pairsOf = (translation: string, rotation: string, object: string): number =>
    labels.find(
      (label) =>
        label.egoTranslation === translation &&
        label.egoRotation === rotation &&
        label.objectCentricTranslation === object,
    )?.pairs ?? 0;
  return (
    <>
      <p className="hint">
        Number of pairs. Rows: how the camera moved. Columns: how it turned. One table for each side seen from
        the object. Even shading means that no label gives away another.
      </p>
      <div className="heats">
        {SIDES.map((object) => (
          <HeatMap
            key={object}
            caption={`From the object: ${object}`}
            rowsTitle="moved"
            columnsTitle="turned"
            rows={SIDES}
            columns={SIDES}
            cell={(row, column) => pairsOf(row, column, object)}
            {...{ largest, total }}
          />
        ))}
      </div>
    </>
  );
}
