export * from './eigen.ts';
export * from './mat3.ts';
export * from './mat4.ts';
export * from './quat.ts';
export * from './vec3.ts';
