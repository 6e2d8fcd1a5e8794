/** What a training will need, before it is started. */
export { type PlanOptions, planTraining, type TrainingPlan } from './plan-training.ts';
export { type PlanAssumptions, PlanAssumptionsSchema, PlannedRecipeSchema } from './shape-of-step.ts';
