/** /datasets/NAME: counts, audit, joint labels, gallery. */
import type { DatasetDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { datasetQuery } from '../../api/data.ts';
import { Answer } from '../../ui/page/answer.tsx';
import { ConfigTree } from '../../ui/show/config-tree.tsx';
import { Facts } from '../../ui/show/facts.tsx';
import { count, digestHead } from '../../ui/show/format.ts';
import { Mark } from '../../ui/show/mark.tsx';
import { AuditTable } from './audit-table.tsx';
import { Counts } from './counts.tsx';
import { Gallery } from './gallery.tsx';
import { JointLabels } from './joint-labels.tsx';

export function DatasetPage({ name }: { name: string }) {
  const query = useQuery(datasetQuery(name));
  return <Answer query={query}>{(dataset) => <Page key={dataset.name} dataset={dataset} />}</Answer>;
}

function Page({ dataset }: { dataset: DatasetDetail }) {
  const { counts, audit } = dataset;
  return (
    <>
      <header className="title">
        <h1>{dataset.name}</h1>
        {audit !== null && (
          <Mark tone={audit.passed ? 'good' : 'bad'}>{audit.passed ? 'audit passed' : 'audit failed'}</Mark>
        )}
      </header>
      <Facts
        items={[
          ['questions', count(counts.questions)],
          ['pairs', count(counts.pairs)],
          ['views', count(counts.views)],
          ['scenes', count(counts.scenes)],
          ['subjects', count(counts.subjects)],
          ['profile', dataset.profile],
          ['images from', dataset.imageSource],
          ['splits', dataset.splitRule],
          ['seed', <code key="seed">{dataset.seed}</code>],
          ['digest', <code key="digest">{digestHead(dataset.digest)}</code>],
        ]}
      />
      <div className="columns">
        <section>
          <h2>Questions by kind</h2>
          <Counts kinds={dataset.kinds} discarded={counts.discarded} />
        </section>
        <section>
          <h2>Joint labels</h2>
          <JointLabels labels={dataset.jointLabels} />
        </section>
      </div>
      <h2>Audit</h2>
      <AuditTable audit={audit} dataset={dataset.name} />
      <details>
        <summary>Config and shards</summary>
        <ConfigTree config={dataset.config} />
        <ul className="plain">
          {dataset.shards.map(({ path, rows, bytes, sha256 }) => (
            <li key={path}>
              <code>{path}</code> {count(rows)} rows, {(bytes / 1e6).toFixed(2)} MB,{' '}
              <code>{digestHead(sha256)}</code>
            </li>
          ))}
        </ul>
      </details>
      <h2>Gallery</h2>
      <Gallery dataset={dataset} />
    </>
  );
}
