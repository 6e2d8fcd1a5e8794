/**
 * Aggregation: the mean of every question type, relative direction as the mean of its three levels, then the mean of
 * the eight tasks. Source: as of score-item.ts, vsibench_aggregate_results and _compute_all_subscores.
 */
import { pythonRound } from '@parallax/rewards';
import type { BenchmarkScorer, ScorerReport } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import { CHOICE_TYPES, type VsiRow } from './row.ts';
import {
  type ScoreItem,
  scoreVsiEasi,
  scoreVsiLmmsEval,
  scoreVsiOfficial,
  type VsiItem,
} from './score-item.ts';

const LEVELS = ['easy', 'medium', 'hard'].map((level) => `object_rel_direction_${level}`);

/** Percent. */
export const vsiOfficial: BenchmarkScorer<VsiRow> = {
  score: (rows, predictions) => {
    const { items, means } = scored(rows, predictions, scoreVsiOfficial);
    // Without the easy level the published code leaves the other two as tasks of their own, and prints neither.
    const tasks = taskScores(means, LEVELS[0]! in means);
    if (tasks === null) return stopped('percent', means, items);
    const {
      object_rel_direction_medium_accuracy: _m,
      object_rel_direction_hard_accuracy: _h,
      ...shown
    } = tasks;
    return {
      scale: 'percent',
      overall: { overall: mean(Object.values(tasks)) * 100 },
      categories: Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, value * 100])),
      mean_by_question_type: means,
      items,
    };
  },
};

/** Fraction; the overall is rounded to six digits. */
export const vsiLmmsEval: BenchmarkScorer<VsiRow> = {
  score: (rows, predictions) => {
    const { items, means } = scored(rows, predictions, scoreVsiLmmsEval);
    const tasks = taskScores(means, true);
    if (tasks === null) return stopped('fraction', means, items);
    return {
      scale: 'fraction',
      overall: { overall: pythonRound(mean(Object.values(tasks)), 6) },
      categories: tasks,
      mean_by_question_type: means,
      items,
    };
  },
};

/** Per item only: its own aggregation is not part of the published comparison. */
export const vsiEasi: BenchmarkScorer<VsiRow> = {
  score: (rows, predictions) => {
    const { items, means } = scored(rows, predictions, scoreVsiEasi);
    return { scale: 'fraction', overall: {}, mean_by_question_type: means, items };
  },
};

function scored(rows: readonly VsiRow[], predictions: ReadonlyMap<string, string>, scoreItem: ScoreItem) {
  const items = rows.map((row) => scoreItem(row, predictions.get(String(row.id))!));
  return {
    items,
    means: meanBy(
      items,
      (_, i) => rows[i]!.category,
      ({ score }) => score,
    ),
  };
}

/** Null where a level of relative direction is missing: the published code stops there. */
function taskScores(
  means: Readonly<Record<string, number>>,
  joinLevels: boolean,
): Record<string, number> | null {
  const levels = LEVELS.map((name) => means[name]);
  if (joinLevels && levels.includes(undefined)) return null;
  const single = Object.keys(means)
    .filter((name) => !joinLevels || !LEVELS.includes(name))
    .sort();
  const tasks = Object.fromEntries(single.map((name) => [taskKey(name), means[name]!]));
  return joinLevels ? { ...tasks, object_rel_direction_accuracy: mean(levels as number[]) } : tasks;
}

function taskKey(type: string): string {
  return CHOICE_TYPES.has(type) ? `${type}_accuracy` : `${type}_MRA:.5:.95:.05`;
}

function stopped(
  scale: string,
  means: Readonly<Record<string, number>>,
  items: readonly VsiItem[],
): ScorerReport {
  return {
    items,
    scale,
    overall: { overall: null },
    categories: {},
    mean_by_question_type: means,
    note: 'A level of object_rel_direction has no question: the official code gives no number.',
  };
}
