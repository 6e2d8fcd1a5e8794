export * from './errors.ts';
export * from './html.ts';
export { editDistance, suggestName } from './nearest.ts';
export * from './schema.ts';
