import { expect, it } from 'vitest';
import { clusteredInterval } from '../../statistics/intervals/clustered.ts';
import { type AnswerClaims, claimResults } from './claim-results.ts';
import { claimsTable } from './claims-table.ts';

const claim = (form: string | null, ok: boolean) => ({ form, ok });
const answers: AnswerClaims[] = [
  {
    kind: 'a',
    groupId: 's1',
    right: true,
    claims: [claim('layout', true), claim('layout', true), claim('turn', true)],
  },
  {
    kind: 'a',
    groupId: 's1',
    right: true,
    claims: [claim('layout', true), claim('layout', false), claim('turn', true)],
  },
  { kind: 'a', groupId: 's2', right: false, claims: [claim('layout', false), claim(null, false)] },
  { kind: 'b', groupId: 's2', right: false, claims: [claim('turn', true)] },
  { kind: 'b', groupId: 's3', right: true, claims: [] },
];

it('counts claims by form, and the answers behind chains that are true in it and that are not', () => {
  const results = claimResults(answers);
  expect(results.map(({ kind, form }) => [kind, form])).toEqual([
    ['a', 'layout'],
    ['a', 'turn'],
    ['a', null],
    ['b', 'turn'],
  ]);
  expect(results[0]).toMatchObject({
    claims: 5,
    true: 0.6,
    chains: 3,
    whole: 1,
    rightIfTrue: 1,
    rightIfFalse: 0.5,
  });
  // The claims of one scene are no independent draws.
  expect(results[0]!.interval).toEqual(
    clusteredInterval([1, 1, 1, 0, 0], ['s1', 's1', 's1', 's1', 's2']).interval,
  );
  // No chain of it has a false one: nothing to say of such.
  expect(results[1]).toMatchObject({
    claims: 2,
    true: 1,
    chains: 2,
    whole: 2,
    rightIfTrue: 1,
    rightIfFalse: null,
  });
  expect(results[2]).toMatchObject({ claims: 1, true: 0, rightIfTrue: null, rightIfFalse: 0 });
});

it('is a table in percent', () => {
  const [, , layout, , , wrong] = claimsTable(claimResults(answers)).split('\n');
  expect(layout).toMatch(/^a +layout +5 +60\.0 .* 3 +33\.3 +100\.0 +50\.0$/);
  expect(wrong).toMatch(/^b +turn/);
});
