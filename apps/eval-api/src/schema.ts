/** Every answer of the API. zod only: the dashboard reads the same schemas that the server promises. */
export * from './schema/chat.ts';
export * from './schema/data.ts';
export * from './schema/evaluation.ts';
export * from './schema/rewards.ts';
export * from './schema/system.ts';
export * from './schema/training.ts';
