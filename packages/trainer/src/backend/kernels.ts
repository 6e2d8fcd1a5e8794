/**
 * Own operations of packages/trainer/native, registered with the running TensorFlow: whole blocks in float32 on CPUs with
 * AVX2 or AVX-512. Without them every block runs on TensorFlow's operations.
 */
import { createRequire } from 'node:module';
import { nativeBackend } from './native-binding.ts';

const require = createRequire(import.meta.url);
let instructions: string | null = null;

interface KernelAddon {
  /** Registers the operations (once) and sees to as many threads; null: this processor lacks the instructions. */
  start(threads: number): string | null;
}

/** Loads the addon named by PARALLAX_KERNELS, which the set-up compiles; empty or unset: none. A failure is a warning. */
export function startKernels(threads: number): void {
  const file = process.env['PARALLAX_KERNELS'];
  if (!file || nativeBackend()?.binding.isUsingGpuDevice()) return;
  try {
    instructions = (require(file) as KernelAddon).start(threads); // native/operations/addon.cc
  } catch (cause) {
    process.emitWarning(`Training runs without its kernels, slower: ${file} failed: ${String(cause)}`);
  }
}

/** The instruction set that the kernels use; null when there are none. */
export function kernelInstructions(): string | null {
  return nativeBackend() === null ? null : instructions;
}
