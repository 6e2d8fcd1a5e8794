export * from './datasets.ts';
export * from './eval-samples.ts';
export * from './evaluations.ts';
export * from './metrics.ts';
export type { Page, PageOptions } from './page.ts';
export * from './questions.ts';
export * from './rollouts.ts';
export * from './runs.ts';
