export * from './errors.ts';
export * from './html.ts';
export * from './schema.ts';
