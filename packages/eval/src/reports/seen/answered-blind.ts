/** The share of a task that is answered without its pictures: by a model that was asked text-only, beside what a guess gives. */
import type { Interval } from '../../statistics/intervals/wilson.ts';
import { controlResults } from '../controls/control-results.ts';
import type { ReportEvaluation } from '../report-input.ts';

export interface AnsweredBlind {
  readonly task: string;
  readonly model: string;
  /** Questions with pictures that were asked with them and without; all counts are of these. */
  readonly questions: number;
  /** Mean score without pictures, 0..1. */
  readonly score: number;
  readonly ci95: Interval;
  readonly chance: number;
  /** By the interval: "above chance" is a finding, the wording gives answers away (or the text was seen in training). */
  readonly verdict: 'above chance' | 'no better than chance' | 'below chance';
  /** Share of the answers without pictures that could not be read; they count as wrong, and pull the score below chance. */
  readonly unparsedRate: number;
  readonly right: number;
  readonly rightWithout: number;
  /** Right with pictures and without: what the plain score does not owe to looking, luck included. */
  readonly rightBoth: number;
  /** The same if being right without pictures told nothing about being right with them. */
  readonly bothByLuck: number;
  /** Score of the baseline that learned from the wording alone, on the whole task; null where it was not run. */
  readonly wordingBaseline: number | null;
}

/** One for every plain run with a text-only run beside it, in the order of the evaluations. */
export function answeredBlind(evaluations: readonly ReportEvaluation[]): AnsweredBlind[] {
  return controlResults(evaluations).flatMap(({ task, model, control, shared, pair }) => {
    if (control.leavesPictures || pair === null) return [];
    const { under, difference, bothRight } = pair;
    const [right, rightWithout] = [bothRight + difference.onlyA, bothRight + difference.onlyB];
    return [
      {
        task,
        model,
        questions: shared,
        score: under.accuracy,
        ci95: under.ci95,
        chance: under.chance,
        verdict: verdictOf(under.ci95, under.chance),
        unparsedRate: under.unparsedRate,
        right,
        rightWithout,
        rightBoth: bothRight,
        bothByLuck: (right * rightWithout) / shared,
        wordingBaseline: baselineOf(evaluations, task),
      },
    ];
  });
}

function verdictOf([low, high]: Interval, chance: number): AnsweredBlind['verdict'] {
  if (low > chance) return 'above chance';
  return high < chance ? 'below chance' : 'no better than chance';
}

function baselineOf(evaluations: readonly ReportEvaluation[], task: string): number | null {
  const found = evaluations.find(({ log }) => log.task === task && log.config['modelId'] === 'blind');
  return found?.log.metrics[0]?.accuracy ?? null;
}
