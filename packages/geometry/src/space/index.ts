export * from './box.ts';
export * from './box-in-view.ts';
export * from './ray.ts';
