/**
 * Ways to answer without looking. Each learns from training questions of one kind and predicts an answer string;
 * what they find is exactly what a shortcut in the data would offer a model.
 */
import { letterOf, scoreNumber } from '@parallax/rewards';
import { majority } from '../statistics/majority.ts';
import { type BlindExample, type BlindQuestion, optionIndex, wordGrams } from './question-text.ts';

export type BlindPredictor = (question: BlindQuestion) => string;
export interface BlindRule {
  readonly name: string;
  readonly fit: (examples: readonly BlindExample[]) => BlindPredictor;
}

const majorityLetter: BlindRule = {
  name: 'majority letter',
  fit: (examples) => {
    // Sorted: of equally frequent letters the first in the alphabet.
    const best = majority(examples.map((example) => example.answer).sort()) ?? 'A';
    return () => best;
  },
};

/** The option text that is right most often when it is offered. */
const majorityOption: BlindRule = {
  name: 'majority option text',
  fit: (examples) => {
    const offered = new Map<string, { right: number; times: number }>();
    for (const { options, answer } of examples) {
      for (const [i, text] of options.entries()) {
        const count = offered.get(text) ?? { right: 0, times: 0 };
        count.times++;
        if (i === optionIndex(answer)) count.right++;
        offered.set(text, count);
      }
    }
    // One right and two offers too many keep rare texts from winning by luck.
    const rate = (text: string): number => {
      const count = offered.get(text) ?? { right: 0, times: 0 };
      return (count.right + 1) / (count.times + 3);
    };
    return ({ options }) => {
      const rates = options.map(rate);
      return letterOf(Math.max(0, rates.indexOf(Math.max(...rates))));
    };
  },
};

/** Naive Bayes from the word n-grams of the wording to the letter, Laplace smoothing. */
const naiveBayes: BlindRule = {
  name: 'word n-gram naive Bayes',
  fit: (examples) => {
    const letters = [...new Set(examples.map((example) => example.answer))].sort();
    const total = new Map<string, number>();
    const withGram = new Map<string, Map<string, number>>();
    for (const { answer, text } of examples) {
      total.set(answer, (total.get(answer) ?? 0) + 1);
      for (const gram of wordGrams(text)) {
        const counts = withGram.get(gram) ?? new Map<string, number>();
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
        withGram.set(gram, counts);
      }
    }
    return ({ text, options }) => {
      const grams = [...wordGrams(text)].flatMap((gram) => withGram.get(gram) ?? []);
      let best = 'A';
      let bestScore = Number.NEGATIVE_INFINITY;
      for (const letter of letters) {
        if (optionIndex(letter) >= options.length) continue;
        const n = total.get(letter) ?? 0;
        let score = Math.log(n + 1);
        for (const counts of grams) score += Math.log(((counts.get(letter) ?? 0) + 1) / (n + 2));
        if (score > bestScore) {
          best = letter;
          bestScore = score;
        }
      }
      return best;
    };
  },
};

/** The training answer that scores best as an answer to everything. */
const bestConstant: BlindRule = {
  name: 'best constant number',
  fit: (examples) => {
    const candidates = spread([...new Set(examples.map((example) => example.answer))], 200);
    let best = '0';
    let bestSum = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      let sum = 0;
      for (const { answer, geometry } of examples) sum += scoreNumber(answer, candidate, geometry.unit).value;
      if (sum > bestSum) {
        best = candidate;
        bestSum = sum;
      }
    }
    return () => best;
  },
};

export function rulesFor(answerType: BlindQuestion['answerType']): readonly BlindRule[] {
  return answerType === 'choice' ? [majorityLetter, majorityOption, naiveBayes] : [bestConstant];
}

/** At most `count` of the numbers, evenly over their sorted range. */
function spread(values: readonly string[], count: number): string[] {
  const sorted = [...values].sort((a, b) => Number(a) - Number(b));
  if (sorted.length <= count) return sorted;
  return Array.from(
    { length: count },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))]!,
  );
}
