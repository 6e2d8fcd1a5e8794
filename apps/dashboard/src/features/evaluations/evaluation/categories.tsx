/** The category table, and a choice of the model to put beside. */
import type { EvaluationSummary } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { compareKindsQuery, evaluationsQuery } from '../../../api/evaluations.ts';
import { Filter } from '../../../ui/list/filter.tsx';
import { compareLink } from '../../../ui/page/links.ts';
import { CategoryTable } from './category-table.tsx';

export function Categories({ evaluation }: { evaluation: EvaluationSummary }) {
  const [search] = useSearchParams();
  const { name, task, datasetDigest } = evaluation;
  const all = useQuery(evaluationsQuery()).data?.evaluations ?? [];
  const rivals = all.filter(
    (each) => each.name !== name && each.task === task && each.datasetDigest === datasetDigest,
  );
  const other = rivals.find((rival) => rival.name === search.get('against'));
  // The other one is "a": the difference is what this model gains over it.
  const tests = useQuery({
    ...compareKindsQuery(other?.name ?? '', name),
    enabled: other !== undefined,
  });
  return (
    <>
      <h2>Categories</h2>
      {rivals.length > 0 && (
        <p className="controls">
          <Filter
            name="against"
            label="Beside"
            values={rivals.map((rival) => rival.name)}
            labels={rivals.map((rival) => rival.model)}
            none="no other model"
          />
          {other !== undefined && <Link href={compareLink(name, other.name)}>Where do they disagree?</Link>}
        </p>
      )}
      <CategoryTable
        evaluation={evaluation}
        beside={other === undefined ? undefined : { other, tests: tests.data?.tests ?? [] }}
      />
    </>
  );
}
