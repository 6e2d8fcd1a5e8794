export * from './errors.ts';
export * from './html.ts';
export * from './schema.ts';
export { editDistance, suggestName } from './verb/nearest.ts';
