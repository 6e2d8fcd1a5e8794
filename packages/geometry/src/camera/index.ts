export * from './distortion.ts';
export * from './intrinsics.ts';
export * from './lens.ts';
export * from './opencv.ts';
export * from './pinhole-from-lens.ts';
export * from './pose.ts';
export * from './projection.ts';
