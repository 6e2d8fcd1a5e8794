import { describe, expect, it } from 'vitest';
import { claimForms } from '../forms/index.ts';
import { trialGeometries } from '../trial/geometries.ts';
import { requiredWords } from './required-words.ts';
import { readSentences } from './sentence.ts';

describe('requiredWords', () => {
  it('takes the longest words outside groups, without what is optional', () => {
    expect(requiredWords('(?:a|b) is far from (?<x>\\d+) m')).toBe(' is far from ');
    expect(requiredWords('left|right')).toBe('');
    expect(requiredWords('degrees?')).toBe('degree');
    expect(requiredWords('(?:turns )?(?<side>left|right)')).toBe('');
    expect(requiredWords('[a-z]+ of it')).toBe(' of it');
  });

  it('is held by whatever a pattern of the catalogue finds in the sentences of all forms', () => {
    const patterns = claimForms.flatMap((form) => form.patterns);
    expect(patterns.filter(({ words }) => words.length > 3).length).toBeGreaterThan(patterns.length / 2);
    let found = 0;
    for (const geometry of trialGeometries({ scenes: 4, seed: 'words' })) {
      const clauses = claimForms
        .filter((form) => form.about === 'photo' || geometry.cameras.length > 1)
        .flatMap((form) => form.prove(geometry).slice(0, 2).flatMap(form.wordings));
      for (const { text } of readSentences(`${clauses.join('. ')}.`, geometry)) {
        for (const { regex, words } of patterns) {
          for (const [match] of text.matchAll(regex)) {
            expect(match).toContain(words);
            found++;
          }
        }
      }
    }
    expect(found).toBeGreaterThan(1000);
  });
});
