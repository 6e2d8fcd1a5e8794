import { describe, expect, it } from 'vitest';
import { runTrial } from './run-trial.ts';

const result = runTrial({
  scenes: 26,
  seed: 'held',
  factsPerForm: 1,
  plantedPerFact: 4,
  chainsPerGeometry: 2,
});

describe('the trial of the verifier', () => {
  it('covers the whole catalogue: at least seventy-five forms, and every kind of planted error', () => {
    const forms = Object.entries(result.sentences).filter(([, { tried }]) => tried > 0);
    expect(forms.length).toBeGreaterThanOrEqual(75);
    for (const kind of [
      'side flipped',
      'up and down flipped',
      'clockwise flipped',
      'nearness flipped',
      'degrees changed',
      'number changed',
      'objects swapped',
      'visibility denied',
      'negated',
      'denied around',
      'photos exchanged',
    ])
      expect(result.plantedByKind[kind]?.tried ?? 0, kind).toBeGreaterThan(10);
  });

  it('lets no planted error pass, alone or inside a long chain', () => {
    const passed = Object.values(result.plantedByForm).flatMap(({ wrong }) => wrong);
    expect(passed).toEqual([]);
    expect(result.contradicted.tried).toBeGreaterThan(250);
    expect(result.contradicted.wrong).toEqual([]);
  });

  it('rejects fewer than two percent of true sentences and of true chains', () => {
    const all = Object.values(result.sentences);
    const [tried, accepted] = [sum(all.map((t) => t.tried)), sum(all.map((t) => t.accepted))];
    const wrong = all.flatMap((t) => t.wrong);
    expect(1 - accepted / tried, wrong.join('\n')).toBeLessThan(0.02);
    const { chains } = result;
    expect(chains.tried).toBeGreaterThan(250);
    expect(1 - chains.accepted / chains.tried, chains.wrong.join('\n')).toBeLessThan(0.02);
  });

  it('accepts nearly every sentence of every single form', () => {
    for (const [form, { tried, accepted, wrong }] of Object.entries(result.sentences))
      expect(accepted / tried, `${form}: ${wrong.join('\n')}`).toBeGreaterThan(0.85);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
