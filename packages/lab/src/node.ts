export * from './commit.ts';
export * from './files.ts';
export * from './verb/comma-list.ts';
export * from './verb/nearest.ts';
export * from './verb/progress.ts';
export * from './verb/recipe.ts';
export * from './verb/verb.ts';
export * from './verb/young-generation.ts';
