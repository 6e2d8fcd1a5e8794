export * from './labels.ts';
export * from './orbit.ts';
export * from './relative-motion.ts';
