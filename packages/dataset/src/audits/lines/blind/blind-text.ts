/**
 * How far does one get from the words alone: naive Bayes over word n-grams of question and option. Each option is one
 * example, right or wrong; the option with the highest odds is the guess.
 */
import type { Question } from '../../../schema.ts';
import { type AuditProbe, answerText } from '../../probe.ts';
import { BlindTally } from './blind-tally.ts';

/** Features of one kind that are kept: more are rare names. */
const MAX_FEATURES = 200_000;

interface Model {
  /** Feature -> [right, wrong] counts. */
  readonly features: Map<string, [number, number]>;
  right: number;
  wrong: number;
}

export function blindText(): AuditProbe {
  const models = new Map<string, Model>();
  const test: Pick<Question, 'kind' | 'text' | 'options' | 'answer' | 'answerType' | 'chance'>[] = [];
  return {
    addQuestion: (question: Question) => {
      if (question.answerType !== 'choice') return;
      if (question.split === 'train') train(models, question);
      else if (question.split === 'test') {
        const { kind, text, options, answer, answerType, chance } = question;
        test.push({ kind, text, options, answer, answerType, chance });
      }
    },
    finish: () => {
      const tally = new BlindTally();
      for (const question of test) {
        const model = models.get(question.kind);
        if (model === undefined) continue;
        const odds = question.options.map((_, i) => logOdds(model, featuresOf(question, i)));
        const guess = 'ABCDEFGH'[odds.indexOf(Math.max(...odds))];
        tally.add(question.kind, guess === question.answer, question.chance);
      }
      return tally.line('blind-text', 'largest sure gain over chance of a text-only n-gram classifier');
    },
  };
}

function train(models: Map<string, Model>, question: Question): void {
  const model = models.get(question.kind) ?? { features: new Map(), right: 0, wrong: 0 };
  models.set(question.kind, model);
  const right = answerText(question);
  for (const [i, option] of question.options.entries()) {
    const isRight = option === right;
    if (isRight) model.right++;
    else model.wrong++;
    for (const feature of featuresOf(question, i)) {
      const counts = model.features.get(feature);
      if (counts !== undefined) counts[isRight ? 0 : 1]++;
      else if (model.features.size < MAX_FEATURES) model.features.set(feature, isRight ? [1, 0] : [0, 1]);
    }
  }
}

/** The option's letter and words, the question's words and pairs of words joined with the option. */
function featuresOf(question: Pick<Question, 'text' | 'options'>, i: number): Set<string> {
  const option = question.options[i] ?? '';
  const stem = question.text.split(/ A: /)[0] ?? '';
  const words = stem.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const features = new Set([`letter ${i}`, `option ${option}`, `letter ${i} option ${option}`]);
  for (const word of option.toLowerCase().split(' ')) features.add(`word ${word}`);
  for (const [k, word] of words.entries()) {
    features.add(`${word} | ${option}`);
    features.add(`${word} ${words[k + 1] ?? ''} | ${option}`);
  }
  return features;
}

/** Features never seen in training say nothing; add-one smoothing for the rest. */
function logOdds(model: Model, features: Iterable<string>): number {
  let odds = 0;
  for (const feature of features) {
    const counts = model.features.get(feature);
    if (counts === undefined) continue;
    odds += Math.log((counts[0] + 1) / (model.right + 2)) - Math.log((counts[1] + 1) / (model.wrong + 2));
  }
  return odds;
}
