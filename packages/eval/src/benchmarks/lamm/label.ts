/** Whether a completion names a label, in LAMM's way. Source: as parse-numbers.ts. */
import { nounLemma, synonymsOf } from '../wordnet/morphy.ts';

/** The published table of names that photographs of VOC are described with. */
const ALSO_CALLED: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['person', 'man men woman women baby people child children girl boy guy kayaker'],
    ['boat', 'ship sailboat yacht'],
    ['dog', 'puppy'],
    ['diningtable', 'table'],
    ['cow', 'calf'],
    ['bird', 'hummingbird'],
    ['bicycle', 'bike'],
    ['motorbike', 'motorcycle'],
    ['horse', 'pony'],
  ].flatMap(([name = '', others = '']) => others.split(' ').map((other) => [other, name])),
);

/**
 * A test of labels for one completion: it is cut at single spaces, the words and what they are also called are turned
 * into nouns of WordNet, and any synonym of the label must be among them. Punctuation and capitals stay.
 */
export function labelsIn(completion: string): (label: string) => boolean {
  const words = completion.split(' ');
  const nouns = new Set(
    [
      ...words,
      ...words.flatMap((word) => (Object.hasOwn(ALSO_CALLED, word) ? [ALSO_CALLED[word]!] : [])),
    ].map((word) => nounLemma(word)),
  );
  return (label) => [...synonymsOf(label)].some((synonym) => nouns.has(synonym));
}
