/**
 * The one door to TensorFlow.js. No other room imports a tfjs package: they call tf() after initBackend().
 */
import { ConfigError } from '@parallax/lab';
import type * as TensorFlow from '@tensorflow/tfjs';

export type Tf = typeof TensorFlow;
export type Tensor = TensorFlow.Tensor;
export type Tensor1D = TensorFlow.Tensor1D;
export type Tensor2D = TensorFlow.Tensor2D;
export type Tensor3D = TensorFlow.Tensor3D;
export type Variable = TensorFlow.Variable;
export type TensorContainer = TensorFlow.TensorContainer;

let loaded: Tf | null = null;

/** @throws ConfigError `backend-not-started` before initBackend() has resolved. */
export function tf(): Tf {
  if (loaded === null) {
    throw new ConfigError('backend-not-started', 'TensorFlow was used before initBackend().', {
      remedy: 'Call `await initBackend()` once at the start of the process.',
    });
  }
  return loaded;
}

/** Called by initBackend() only. */
export function setTf(namespace: Tf): void {
  loaded = namespace;
}
