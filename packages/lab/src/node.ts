export * from './commit.ts';
export * from './files.ts';
export * from './nearest.ts';
export * from './progress.ts';
export * from './recipe.ts';
export * from './verb.ts';
