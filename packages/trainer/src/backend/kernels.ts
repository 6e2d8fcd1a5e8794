/**
 * Own operations of packages/trainer/native, registered with the running TensorFlow: whole blocks in float32 on CPUs with
 * AVX2 or AVX-512. Without them every block runs on TensorFlow's operations.
 */
import { createRequire } from 'node:module';
import { nativeBackend } from './native-binding.ts';

const require = createRequire(import.meta.url);
let instructions: string | null = null;
let addon: KernelAddon | null = null;

interface KernelAddon {
  /** Registers the operations (once) and sees to as many threads; null: this processor lacks the instructions. */
  start(threads: number): string | null;
}

/** Loads the addon named by PARALLAX_KERNELS, which the set-up compiles; empty or unset: none. A failure is a warning. */
export function startKernels(threads: number): void {
  const file = process.env['PARALLAX_KERNELS'];
  if (!file || nativeBackend()?.binding.isUsingGpuDevice()) return;
  try {
    addon = require(file) as KernelAddon; // native/addon/addon.cc
    instructions = addon.start(threads);
  } catch (cause) {
    process.emitWarning(`Training runs without its kernels, slower: ${file} failed: ${String(cause)}`);
  }
}

/** The instruction set that the kernels use; null when there are none. */
export function kernelInstructions(): string | null {
  return nativeBackend() === null ? null : instructions;
}

/** The addon itself, for what is no operation of TensorFlow. @throws Error where there are no kernels */
export function kernelAddon(): object {
  if (addon === null || instructions === null) throw new Error('this process runs without kernels');
  return addon;
}

/** The addon where it is loaded, for functions that take no tensor; null: there is none, or no backend has been started. */
export function plainKernels(): object | null {
  return instructions === null ? null : addon;
}
