/**
 * Starts the numerical backend: TensorFlow (CUDA when its library finds a device, else CPU), then WebAssembly, then
 * plain JavaScript. Prints nothing: the caller prints the returned facts, so that a run's record holds them too.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { startKernels } from './kernels.ts';
import { measureGflops } from './measure-gflops.ts';
import { forgetNativeBackend, nativeBackend } from './native-binding.ts';
import { setTf, type Tf, tf } from './tf.ts';
import { registerWasmKernels } from './wasm-kernels.ts';

export type BackendName = 'tensorflow' | 'wasm' | 'js';

export type Precision = 'float32' | 'bf16';

export interface InitBackendOptions {
  /** `auto` (default) takes the fastest that starts; a named one is used or the call fails. */
  readonly backend?: 'auto' | BackendName;
  /** Threads inside one operation; default: all cores. Fixed once TensorFlow is loaded. */
  readonly threads?: number;
  /**
   * `bf16` multiplies matrices in bfloat16 with float32 sums (oneDNN on CPUs with AMX or AVX512-BF16; elsewhere it
   * gains nothing): measured 1.35 times the steps a second. Everything that is stored stays float32. Default `float32`.
   */
  readonly precision?: Precision;
  /** Told why a faster backend could not be used (`auto` only). Default: process.emitWarning. */
  readonly onWarning?: (message: string) => void;
}

export interface BackendInfo {
  readonly name: BackendName;
  readonly device: 'gpu' | 'cpu';
  readonly library: string;
  readonly version: string;
  readonly threads: number;
  readonly precision: Precision;
  /** Measured float32 matrix product rate, 10^9 operations a second. */
  readonly gflops: number;
}

const require = createRequire(import.meta.url);
let started: BackendInfo | null = null;

/**
 * Idempotent: a second call returns the first one's facts, or fails if it asks for another backend.
 * @throws ConfigError `backend-missing` when the forced backend cannot start; `backend-already-started`
 */
export async function initBackend(options: InitBackendOptions = {}): Promise<BackendInfo> {
  const wanted = options.backend ?? 'auto';
  if (started !== null) {
    const sameName = wanted === 'auto' || wanted === started.name;
    if (sameName && (options.precision ?? started.precision) === started.precision) return started;
    throw new ConfigError(
      'backend-already-started',
      `The backend ${started.name} (${started.precision}) already runs.`,
      {
        remedy: 'Choose the backend once, at the start of the process.',
      },
    );
  }
  const threads = options.threads ?? availableParallelism();
  const warn = options.onWarning ?? ((message: string) => process.emitWarning(message));
  const candidates: BackendName[] = wanted === 'auto' ? ['tensorflow', 'wasm', 'js'] : [wanted];
  const failures: string[] = [];
  for (const name of candidates) {
    try {
      if (options.precision === 'bf16' && name !== 'tensorflow')
        throw new Error('it has no bfloat16 products (precision: bf16).');
      const version = await START[name](threads, options.precision ?? 'float32');
      if (failures.length > 0) {
        warn(`Running on the slow backend ${name}, because: ${failures.join(' ')}`);
      }
      started = describe(name, version, name === 'js' ? 1 : threads, options.precision ?? 'float32');
      return started;
    } catch (cause) {
      failures.push(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  throw new ConfigError('backend-missing', `The backend ${wanted} cannot start. ${failures.join(' ')}`, {
    remedy: 'Start through ./parallax, which builds the native library, or choose --backend auto.',
  });
}

const START: Record<BackendName, (threads: number, precision: Precision) => Promise<string>> = {
  tensorflow: startTensorflow,
  wasm: startWasm,
  js: startJs,
};

/** Loads the addon named by PARALLAX_TFJS_BINDING. TensorFlow reads these variables once, when it is loaded. */
async function startTensorflow(threads: number, precision: Precision): Promise<string> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  if (precision === 'bf16') process.env.TF_SET_ONEDNN_FPMATH_MODE = 'BF16';
  const namespace = require('@tensorflow/tfjs-node-gpu') as Tf; // CommonJS: its types cannot follow a require
  adopt(namespace);
  await namespace.ready();
  const backend = nativeBackend();
  if (backend === null) throw new Error('the addon did not register its backend');
  startKernels(threads);
  return backend.binding.TF_Version;
}

async function startWasm(threads: number): Promise<string> {
  const namespace = require('@tensorflow/tfjs') as Tf; // as above
  const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
  wasm.setWasmPaths(join(folder, '/'));
  wasm.setThreadsCount(threads);
  registerWasmKernels(namespace);
  adopt(namespace);
  if (!(await namespace.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
  return wasm.version_wasm;
}

async function startJs(): Promise<string> {
  const namespace = require('@tensorflow/tfjs') as Tf; // as above
  adopt(namespace);
  if (!(await namespace.setBackend('cpu'))) throw new Error('the JavaScript backend did not start');
  return namespace.version_core;
}

/** Production mode: no banner on the terminal, no debug checks at each operation. */
function adopt(namespace: Tf): void {
  namespace.enableProdMode();
  setTf(namespace);
  forgetNativeBackend();
}

function describe(name: BackendName, version: string, threads: number, precision: Precision): BackendInfo {
  const gpu = nativeBackend()?.binding.isUsingGpuDevice() ?? false;
  const library = { tensorflow: 'TensorFlow', wasm: 'tfjs-backend-wasm', js: 'tfjs-backend-cpu' }[name];
  const gflops = Math.round(measureGflops(name === 'js' ? 128 : 512) * 10) / 10;
  return { name, device: gpu ? 'gpu' : 'cpu', library, version, threads, precision, gflops };
}

/** Facts of the running backend. @throws ConfigError `backend-not-started` */
export function backendInfo(): BackendInfo {
  tf();
  if (started === null) throw new ConfigError('backend-not-started', 'initBackend() has not finished.');
  return started;
}
