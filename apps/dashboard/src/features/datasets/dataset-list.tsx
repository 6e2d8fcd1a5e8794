/** /datasets: all data sets of the lab. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { datasetsQuery } from '../../api/data.ts';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { datasetLink } from '../../ui/page/links.ts';
import { count } from '../../ui/show/format.ts';
import { Mark, VerdictMark } from '../../ui/show/mark.tsx';

export function DatasetList() {
  const query = useQuery(datasetsQuery());
  return (
    <>
      <h1>Data sets</h1>
      <Answer query={query}>
        {({ datasets }) =>
          datasets.length === 0 ? (
            <Empty title="No data sets yet">
              Make one:{' '}
              <code>./parallax generate --recipe recipes/nano/recipe.yaml --out LAB/datasets/NAME</code>, or{' '}
              <code>./parallax import colmap DIR --out LAB/datasets/NAME</code>. LAB is the folder given to{' '}
              <code>serve --lab</code>.
            </Empty>
          ) : (
            <div className="wide">
              <table className="data">
                <thead>
                  <tr>
                    <th scope="col">Data set</th>
                    <th scope="col">Audit</th>
                    <th scope="col">Profile</th>
                    {['Scenes', 'Subjects', 'Views', 'Pairs', 'Questions'].map((word) => (
                      <th key={word} scope="col" className="number">
                        {word}
                      </th>
                    ))}
                    <th scope="col">Images from</th>
                  </tr>
                </thead>
                <tbody>
                  {datasets.map(({ name, auditPassed, profile, imageSource, counts }) => (
                    <tr key={name}>
                      <td>
                        <Link href={datasetLink(name)}>{name}</Link>
                      </td>
                      <td>
                        {auditPassed === null ? (
                          <Mark tone="quiet">not audited</Mark>
                        ) : (
                          <VerdictMark verdict={auditPassed ? 'pass' : 'fail'} />
                        )}
                      </td>
                      <td>{profile}</td>
                      {[counts.scenes, counts.subjects, counts.views, counts.pairs, counts.questions].map(
                        (n, i) => (
                          // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change their order
                          <td key={i} className="number">
                            {count(n)}
                          </td>
                        ),
                      )}
                      <td>{imageSource}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </>
  );
}
