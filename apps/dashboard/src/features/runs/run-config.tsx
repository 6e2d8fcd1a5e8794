/** The resolved config of a run, alone or beside another run's. */
import type { RunDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useSearchParams } from 'wouter';
import { runQuery, runsQuery } from '../../api/runs.ts';
import { Failure } from '../../ui/page/answer.tsx';
import { ConfigTree, countDifferences } from '../../ui/show/config-tree.tsx';

export function RunConfig({ run }: { run: RunDetail }) {
  const [search, setSearch] = useSearchParams();
  const [onlyDifferences, setOnly] = useState(true);
  const [select, tick] = [useId(), useId()];
  const against = search.get('against') ?? '';
  const names = (useQuery(runsQuery()).data?.runs ?? []).map((each) => each.name);
  const asked = useQuery({ ...runQuery(against), enabled: against !== '' });
  const other = asked.data?.config;
  const differences = other === undefined ? 0 : countDifferences(run.config, other);
  return (
    <>
      <p className="controls">
        <label htmlFor={select}>Compare with</label>
        <select
          id={select}
          value={against}
          onChange={({ target }) =>
            setSearch(target.value === '' ? {} : { against: target.value }, { replace: true })
          }
        >
          <option value="">no other run</option>
          {names
            .filter((name) => name !== run.name)
            .map((name) => (
              <option key={name}>{name}</option>
            ))}
        </select>
        {other !== undefined && (
          <>
            <output>
              {differences} {differences === 1 ? 'value differs' : 'values differ'}
            </output>
            <input
              id={tick}
              type="checkbox"
              checked={onlyDifferences}
              onChange={() => setOnly(!onlyDifferences)}
            />
            <label htmlFor={tick}>only differences</label>
          </>
        )}
      </p>
      {asked.error !== null && <Failure error={asked.error} />}
      <ConfigTree
        config={run.config}
        other={other}
        onlyDifferences={other !== undefined && onlyDifferences}
      />
    </>
  );
}
