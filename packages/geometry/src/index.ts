export * from './camera/index.ts';
export * from './estimate/index.ts';
export * from './linalg/index.ts';
export * from './motion/index.ts';
export * from './random/index.ts';
export * from './schema.ts';
export * from './space/index.ts';
