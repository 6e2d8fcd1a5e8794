export * from './centre.ts';
export * from './level-axes.ts';
export * from './median.ts';
export * from './scale.ts';
export * from './up.ts';
