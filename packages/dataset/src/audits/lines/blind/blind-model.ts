/**
 * How far does a small trained model get from the words alone: hashed n-grams of question and option through one
 * hidden layer to a score for each option, trained on the training split. It finds what counting words one by one
 * cannot: combinations.
 */
import { createRandom } from '@parallax/geometry';
import type { Question } from '../../../schema.ts';
import type { AuditProbe } from '../../probe.ts';
import { BlindTally } from './blind-tally.ts';
import { type HashedOptions, hashOptions, OptionScorer } from './option-scorer.ts';

/** Training questions of a kind beyond these teach the model nothing new. */
const MAX_TRAIN = 1_500;
const EPOCHS = 4;
const LEAST_TRAIN = 50;

interface Asked {
  readonly kind: string;
  readonly options: HashedOptions;
  /** Index of the right option. */
  readonly right: number;
  readonly chance: number;
}

export function blindModel(): AuditProbe {
  const train = new Map<string, Asked[]>();
  const test: Asked[] = [];
  return {
    addQuestion: ({ kind, text, options, answer, chance, answerType, split }: Question) => {
      if (answerType !== 'choice' || split === 'validation') return;
      const list = split === 'test' ? test : (train.get(kind) ?? []);
      if (split === 'train') train.set(kind, list);
      if (split === 'train' && list.length >= MAX_TRAIN) return;
      list.push({ kind, options: hashOptions(text, options), right: 'ABCDEFGH'.indexOf(answer), chance });
    },
    finish: () => {
      const models = new Map<string, OptionScorer>();
      for (const [kind, questions] of train) {
        if (questions.length >= LEAST_TRAIN) models.set(kind, learn(kind, questions));
      }
      const tally = new BlindTally();
      for (const { kind, options, right, chance } of test) {
        const model = models.get(kind);
        if (model !== undefined) tally.add(kind, model.choose(options) === right, chance);
      }
      return tally.line('blind-model', 'largest sure gain over chance of a small text-only model');
    },
  };
}

function learn(kind: string, questions: readonly Asked[]): OptionScorer {
  const random = createRandom(`blind-model/${kind}`);
  const model = new OptionScorer(random.fork('weights'));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const { options, right } of random.fork(`epoch ${epoch}`).shuffle(questions)) {
      model.learn(options, right);
    }
  }
  return model;
}
