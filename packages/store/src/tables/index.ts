/** Every table of the database. A new table is exported here, then `pnpm --filter @parallax/store migration NAME`. */
export { captures } from './data/captures.ts';
export { audits, datasets, shards } from './data/datasets.ts';
export { pairs } from './data/pairs.ts';
export { questions, questionViews } from './data/questions.ts';
export { scenes } from './data/scenes.ts';
export { views } from './data/views.ts';
export { evalSamples } from './evaluation/eval-samples.ts';
export { evaluationMetrics, evaluations } from './evaluation/evaluations.ts';
export { reports } from './evaluation/reports.ts';
export { leases } from './leases.ts';
export { followedFiles, metrics } from './training/metrics.ts';
export { rollouts } from './training/rollouts.ts';
export { checkpoints, runs } from './training/runs.ts';
