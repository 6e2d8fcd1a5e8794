/**
 * Base forms and synonyms as NLTK finds them in WordNet.
 * Source: NLTK 3.10, nltk/corpus/reader/wordnet.py and nltk/stem/wordnet.py (behaviour, not code);
 * https://wordnet.princeton.edu/documentation/morphy7wn for the suffixes.
 */
import { type Dictionary, openDictionary, type PartOfSpeech } from './dictionary.ts';

const SUFFIXES: Readonly<Record<PartOfSpeech, readonly (readonly [string, string])[]>> = {
  noun: pairs('s: ses:s ves:f xes:x zes:z ches:ch shes:sh men:man ies:y'),
  verb: pairs('s: ies:y es:e es: ed:e ed: ing:e ing:'),
  adj: pairs('er: est: er:e est:e'),
  adv: [],
};

/** Longer words are in no dictionary; the longest lemma has 71 letters. */
const LONGEST = 100;

/** The shortest noun that `word` may be a form of, the first one of several; the word itself when there is none. */
export function nounLemma(word: string, dictionary: Dictionary = openDictionary()): string {
  const forms = baseForms(word, 'noun', dictionary);
  return (
    forms.reduce<string | null>(
      (best, form) => (best === null || form.length < best.length ? form : best),
      null,
    ) ?? word
  );
}

/** Every word of every sense of `label`, all parts of speech, as the dictionary writes them. */
export function synonymsOf(label: string, dictionary: Dictionary = openDictionary()): ReadonlySet<string> {
  const lower = label.toLowerCase();
  return new Set(
    dictionary.parts.flatMap((part) =>
      baseForms(lower, part, dictionary).flatMap((form) => dictionary.words(form, part)),
    ),
  );
}

/** The form itself, then what exceptions give or one suffix rule makes of it; those that the dictionary has. */
function baseForms(form: string, part: PartOfSpeech, dictionary: Dictionary): string[] {
  if (form.length > LONGEST) return [];
  const derived =
    dictionary.exceptions(form, part) ??
    SUFFIXES[part]
      .filter(([old]) => form.endsWith(old))
      .map(([old, made]) => form.slice(0, -old.length) + made);
  return [...new Set([form, ...derived])].filter((candidate) => dictionary.has(candidate, part));
}

function pairs(text: string): (readonly [string, string])[] {
  return text.split(' ').map((pair) => {
    const [old = '', made = ''] = pair.split(':');
    return [old, made] as const;
  });
}
