import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nounLemma, synonymsOf } from './morphy.ts';

// The examples of WordNet's own manual and NLTK's documentation.
test('regular and irregular forms lead to the noun of the dictionary', () => {
  expect(
    ['dogs', 'churches', 'aardwolves', 'abaci', 'women', 'boxes', 'hardrock', 'chair,'].map((w) =>
      nounLemma(w),
    ),
  ).toEqual(['dog', 'church', 'aardwolf', 'abacus', 'woman', 'box', 'hardrock', 'chair,']);
  // An exceptional form that is a noun of its own stays when it is the shorter one.
  expect(nounLemma('Dogs')).toBe('Dogs');
});

test('synonyms come from all senses and parts of speech, as written; an unknown label has none', () => {
  expect([...synonymsOf('Refrigerators')].sort()).toEqual(['icebox', 'refrigerator']);
  expect(synonymsOf('chair')).toContain('president');
  expect(synonymsOf('diningtable').size).toBe(0);
});

const goldens = process.env['PARALLAX_GOLDENS'];
if (goldens === undefined) console.warn('skipped: PARALLAX_GOLDENS is unset, no WordNet fact is compared');
test.skipIf(goldens === undefined)('facts of Debian\u2019s WordNet 3.0 (PARALLAX_GOLDENS)', () => {
  const { wordnet_facts: facts } = JSON.parse(
    readFileSync(join(goldens ?? '', 'benchmarks/lamm/expected.json'), 'utf8'),
  ) as {
    wordnet_facts: { label_synonyms: Record<string, string[]>; noun_lemma_of_words: Record<string, string> };
  };
  for (const [label, synonyms] of Object.entries(facts.label_synonyms)) {
    expect([...synonymsOf(label)].sort(), label).toEqual([...synonyms].sort());
  }
  for (const [word, lemma] of Object.entries(facts.noun_lemma_of_words)) expect(nounLemma(word)).toBe(lemma);
});
