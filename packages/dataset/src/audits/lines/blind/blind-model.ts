/**
 * How far does a small trained model get from the words alone: hashed n-grams of question and option through one
 * hidden layer to a score for each option, trained on the training split. It finds what counting words one by one
 * cannot: combinations.
 */
import { createRandom } from '@parallax/geometry';
import type { Question } from '../../../schema.ts';
import { type AuditProbe, auditLine } from '../../probe.ts';
import { wilsonLower } from '../../statistics.ts';
import { type HashedOptions, hashOptions, OptionScorer } from './option-scorer.ts';

/** The test score, at the lower end of its interval, may exceed chance by this much. */
const MAX_EXCESS = 0.1;
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
      const scores: Record<string, { hits: number; n: number; chance: number }> = {};
      for (const question of test) {
        const model = models.get(question.kind);
        if (model === undefined) continue;
        scores[question.kind] ??= { hits: 0, n: 0, chance: 0 };
        const score = scores[question.kind]!;
        score.n++;
        score.chance += question.chance;
        if (model.choose(question.options) === question.right) score.hits++;
      }
      const details: Record<string, unknown> = {};
      let worst = 0;
      for (const [kind, { hits, n, chance }] of Object.entries(scores)) {
        details[kind] = { accuracy: hits / n, chance: chance / n, n };
        worst = Math.max(worst, wilsonLower(hits, n) - chance / n);
      }
      return auditLine('blind-model', 'largest sure gain over chance of a small text-only model', {
        value: worst,
        threshold: MAX_EXCESS,
        verdict: Object.keys(details).length === 0 ? 'skipped' : worst <= MAX_EXCESS ? 'pass' : 'fail',
        details,
      });
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
