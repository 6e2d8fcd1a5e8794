/** The same question put in several forms (options rotated, picture flipped): is the model right in all of them? */
import { clusteredInterval } from './clustered.ts';
import type { Interval } from './wilson.ts';

export interface VariantOutcome {
  /** The question of which this is one form. */
  readonly sourceId: string;
  readonly groupId: string;
  readonly right: boolean;
}

export interface Consistency {
  readonly questions: number;
  /** Share of all forms that are right. */
  readonly single: number;
  /** Share of questions that are right in every form (circular or flip accuracy), with its clustered interval. */
  readonly every: number;
  readonly interval: Interval;
  /** Share of questions whose forms are all right or all wrong. */
  readonly same: number;
  /** What `every` would be if each form were right on its own with the chance `single`: luck, not knowledge. */
  readonly everyIfIndependent: number;
}

/** @param forms number of forms that a question must have to count (others stem from a run that is not whole) */
export function consistency(outcomes: readonly VariantOutcome[], forms?: number): Consistency {
  const bySource = new Map<string, VariantOutcome[]>();
  for (const outcome of outcomes) {
    const of = bySource.get(outcome.sourceId);
    if (of === undefined) bySource.set(outcome.sourceId, [outcome]);
    else of.push(outcome);
  }
  const whole = [...bySource.values()].filter((list) => forms === undefined || list.length === forms);
  const count = (test: (list: VariantOutcome[]) => boolean): number => whole.filter(test).length;
  const rights = (list: VariantOutcome[]): number => list.filter(({ right }) => right).length;
  const total = whole.reduce((sum, list) => sum + list.length, 0);
  const single = total === 0 ? 0 : whole.reduce((sum, list) => sum + rights(list), 0) / total;
  const every = clusteredInterval(
    whole.map((list) => (rights(list) === list.length ? 1 : 0)),
    whole.map((list) => list[0]!.groupId),
  );
  const questions = whole.length;
  const share = (n: number): number => (questions === 0 ? 0 : n / questions);
  return {
    questions,
    single,
    every: every.mean,
    interval: every.interval,
    same: share(count((list) => rights(list) === 0 || rights(list) === list.length)),
    everyIfIndependent: share(whole.reduce((sum, list) => sum + single ** list.length, 0)),
  };
}
