/** Questions that a task asks in several forms (mirrored, options rotated): is the model right in all of them? */
import { type Consistency, consistency } from '../../statistics/intervals/consistency.ts';
import { isPlain } from '../controls/control-results.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { isRight } from './compare-logs.ts';

export interface FormResult {
  readonly task: string;
  readonly model: string;
  /** How the forms differ, as the task names it: "flip", "rotation". */
  readonly way: string;
  /** Of the questions that were asked in more than one form. */
  readonly consistency: Consistency;
}

/** In the order of the evaluations, then of the ways that their samples name. Controls have a section of their own. */
export function formResults(evaluations: readonly ReportEvaluation[]): FormResult[] {
  return evaluations.flatMap(({ log, samples }) => {
    if (!isPlain(log)) return [];
    const ways = [...new Set(samples.flatMap(({ forms }) => Object.keys(forms ?? {})))];
    return ways.flatMap((way) => {
      const forms = samples.flatMap(({ forms: of, groupId, score }) => {
        const sourceId = of?.[way];
        return sourceId === undefined ? [] : [{ sourceId, groupId, right: isRight(score?.value ?? 0) }];
      });
      const several = [...Map.groupBy(forms, ({ sourceId }) => sourceId).values()]
        .filter((list) => list.length > 1)
        .flat();
      if (several.length === 0) return [];
      return [{ task: log.task, model: log.model, way, consistency: consistency(several) }];
    });
  });
}
