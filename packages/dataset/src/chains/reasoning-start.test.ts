import { expect, it } from 'vitest';
import { madeQuestions } from '../fixtures/made-questions.ts';
import { reasoningStart } from './reasoning-start.ts';

const questions = madeQuestions({
  scenes: 12,
  seed: 'reasoning',
  kinds: ['ego-translation', 'landmark-match', 'object-column'],
});

it('stands behind every list of places and before all that follows from them', () => {
  const kinds = new Set<string>();
  for (const { kind, chain } of questions) {
    const start = chain === null ? null : reasoningStart(chain);
    if (start === null) continue;
    kinds.add(kind);
    expect(chain!.slice(0, start)).toMatch(/Photo[^.]*\.$/);
    expect(chain!.slice(start)).not.toMatch(/Photo/);
    // Places stand in lists alone, but for the one that is the conclusion.
    if (kind === 'ego-translation') expect(chain!.slice(start)).not.toMatch(/[a-z]\d\d to\d\d/);
  }
  expect([...kinds].sort()).toEqual(['ego-translation', 'landmark-match', 'object-column']);
});

it('is nowhere in a chain without a list', () => {
  expect(reasoningStart('Options: left A right B. So: left.')).toBeNull();
  expect(reasoningStart('')).toBeNull();
});
