/** Reading and writing tensors on disk. */
export { lazyArrays } from './lazy-arrays.ts';
export { parameterCount, parameterShapes } from './parameter-shapes.ts';
export { type FloatArray, type NamedArray, readSafetensors, readSafetensorsAny } from './safetensors-read.ts';
export { type LazyArray, type WeightsDtype, writeSafetensors } from './safetensors-write.ts';
