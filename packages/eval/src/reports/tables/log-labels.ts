/** Names of evaluations in tables: the model, and what tells it from others of the same model on the same task. */
import { canonicalJson } from '@parallax/lab/node';
import type { EvalLog } from '../../schema.ts';

/** One label a log, in their order: "sft", or "sft (seed 2)", "sft (style chain, temperature 0.7)". */
export function logLabels(logs: readonly EvalLog[]): string[] {
  const alike = Map.groupBy(logs, ({ task, model }) => canonicalJson([task, model]));
  return logs.map((log) => {
    const rivals = alike.get(canonicalJson([log.task, log.model])) ?? [];
    const keys = [...new Set(rivals.flatMap(({ config }) => Object.keys(config)))].sort();
    const differing = keys.filter(
      (key) => new Set(rivals.map(({ config }) => canonicalJson(config[key] ?? null))).size > 1,
    );
    const told = differing.flatMap((key) => {
      const value = log.config[key];
      return typeof value === 'string' || typeof value === 'number' ? [`${key} ${value}`] : [];
    });
    return told.length === 0 ? log.model : `${log.model} (${told.join(', ')})`;
  });
}
