/**
 * The blind baseline: what can be had from a data set's wording alone. A model that does not beat it has not looked.
 */
import type { Question } from '@parallax/dataset/schema';
import { scoreChoice, scoreNumber } from '@parallax/rewards';
import type { Completer } from '../completers/completer.ts';
import { scriptedCompleter } from '../completers/scripted.ts';
import type { BlindExample, BlindQuestion } from './question-text.ts';
import { type BlindPredictor, type BlindRule, rulesFor } from './rules.ts';

export interface BlindKind {
  readonly rule: string;
  /** Mean score of the chosen rule on the fifth of the groups that was held out to choose it. */
  readonly validationScore: number;
  readonly questions: number;
}

export interface BlindModel {
  /** An answer in the form that a model would write; kinds never seen in training get the first option. */
  predict(question: BlindQuestion): string;
  readonly kinds: Readonly<Record<string, BlindKind>>;
}

/** Every fifth group is held out; groups, not questions, since the questions of one scene resemble each other. */
const HELD_OUT = 5;

/**
 * Learns from the train split: per kind, the rule with the best score on held-out groups, then refitted on all.
 * Deterministic: no random numbers.
 */
export async function trainBlind(questions: AsyncIterable<Question>): Promise<BlindModel> {
  const byKind = new Map<string, BlindExample[]>();
  for await (const { kind, text, options, answer, answerType, groupId, geometry } of questions) {
    const list = byKind.get(kind) ?? [];
    // Only these fields are kept, so that nothing else can leak in (and the geometry is freed).
    list.push({ kind, text, options, answer, answerType, groupId, geometry: { unit: geometry.unit } });
    byKind.set(kind, list);
  }
  const predictors = new Map<string, BlindPredictor>();
  const kinds: Record<string, BlindKind> = {};
  for (const [kind, examples] of [...byKind].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { rule, validationScore } = chooseRule(examples);
    predictors.set(kind, rule.fit(examples));
    kinds[kind] = { rule: rule.name, validationScore, questions: examples.length };
  }
  return {
    kinds,
    predict: (question) => {
      const fallback = question.answerType === 'choice' ? 'A' : '0';
      return `<answer>${predictors.get(question.kind)?.(question) ?? fallback}</answer>`;
    },
  };
}

/** Answers the given questions blindly; the completer knows no others. */
export async function blindCompleter(
  model: BlindModel,
  questions: AsyncIterable<Question>,
): Promise<Completer> {
  const answers = new Map<string, string>();
  for await (const question of questions) answers.set(question.questionId, model.predict(question));
  return scriptedCompleter((request) => answers.get(request.id) ?? '', { modelId: 'blind' });
}

function chooseRule(examples: readonly BlindExample[]): { rule: BlindRule; validationScore: number } {
  const groups = [...new Set(examples.map((example) => example.groupId))].sort();
  const heldOut = new Set(groups.filter((_, i) => i % HELD_OUT === HELD_OUT - 1));
  const fitted = examples.filter((example) => !heldOut.has(example.groupId));
  const tested = examples.filter((example) => heldOut.has(example.groupId));
  const rules = rulesFor(examples[0]?.answerType ?? 'choice');
  let best = { rule: rules[0]!, validationScore: 0 };
  for (const rule of rules) {
    const predict = rule.fit(fitted);
    const score =
      tested.reduce((sum, example) => sum + scoreOf(example, predict(example)), 0) / (tested.length || 1);
    if (score > best.validationScore) best = { rule, validationScore: score };
  }
  return best;
}

function scoreOf(example: BlindExample, given: string): number {
  return example.answerType === 'choice'
    ? scoreChoice(example.answer, given).value
    : scoreNumber(example.answer, given, example.geometry.unit).value;
}
