/**
 * Starts the numerical backend: TensorFlow (CUDA when its library finds a device, else CPU), then WebAssembly, then
 * plain JavaScript. Prints nothing: the caller prints the returned facts, so that a run's record holds them too.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { type CudaFacts, chooseDevice, type Device, type DeviceChoice } from './device/choose-device.ts';
import { cudaFacts } from './device/cuda-facts.ts';
import { startKernels } from './kernels.ts';
import { measureGflops } from './measure-gflops.ts';
import { forgetNativeBackend, nativeBackend } from './native-binding.ts';
import { setTf, type Tf, tf } from './tf.ts';
import { registerWasmKernels } from './wasm-kernels.ts';

export type BackendName = 'tensorflow' | 'wasm' | 'js';

/** What `--backend` takes: `cuda` and `cpu` are TensorFlow on that device, `tensorflow` is it on the faster one there is. */
export const BACKEND_CHOICES = ['auto', 'cuda', 'cpu', 'tensorflow', 'wasm', 'js'] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];

export type Precision = 'float32' | 'bf16';

export interface InitBackendOptions {
  /** `auto` (default) takes the fastest that starts; a named one is used or the call fails. */
  readonly backend?: BackendChoice;
  /** Threads inside one operation; default: all cores. Fixed once TensorFlow is loaded. */
  readonly threads?: number;
  /**
   * `bf16` multiplies matrices in bfloat16 with float32 sums (oneDNN on CPUs with AMX or AVX512-BF16; elsewhere it
   * gains nothing): measured 1.35 times the steps a second. Everything that is stored stays float32. Default `float32`.
   */
  readonly precision?: Precision;
  /** Told why a faster backend, or a GPU that is there, could not be used. Default: process.emitWarning. */
  readonly onWarning?: (message: string) => void;
}

export interface BackendInfo {
  readonly name: BackendName;
  readonly device: Device;
  /** One line: which GPU runs, or why none does. */
  readonly why: string;
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
 * @throws ConfigError `backend-missing` when the forced backend cannot start; `cuda-missing` when the forced GPU cannot
 *   run; `backend-already-started`; `unknown-backend`
 */
export async function initBackend(options: InitBackendOptions = {}): Promise<BackendInfo> {
  const { backend: wanted = 'auto', precision = 'float32' } = options;
  if (!BACKEND_CHOICES.includes(wanted)) {
    throw new ConfigError('unknown-backend', `There is no backend "${wanted}".`, {
      remedy: `Choose one of ${BACKEND_CHOICES.join(', ')}.`,
    });
  }
  if (started !== null) return checkStarted(started, wanted, options.precision ?? started.precision);
  const threads = options.threads ?? availableParallelism();
  const warn = options.onWarning ?? ((message: string) => process.emitWarning(message));
  const candidates: BackendName[] = CANDIDATES[wanted];
  const facts = cudaFacts();
  const device = chooseDevice(wanted === 'cuda' || wanted === 'cpu' ? wanted : 'auto', facts);
  const failures: string[] = [];
  for (const name of candidates) {
    try {
      if (precision === 'bf16' && name !== 'tensorflow')
        throw new Error('it has no bfloat16 products (precision: bf16).');
      const version = await START[name](threads, precision, device.device);
      if (failures.length > 0) {
        warn(`Running on the slow backend ${name}, because: ${failures.join(' ')}`);
      }
      const choice =
        name === 'tensorflow'
          ? confirmed(device, wanted)
          : { ...device, device: 'cpu' as const, why: failures[0] ?? `${name} was asked for` };
      if (name === 'tensorflow') warnOfIdleGpu(choice, wanted, facts, warn);
      started = describe(name, version, name === 'js' ? 1 : threads, precision, choice);
      return started;
    } catch (cause) {
      if (cause instanceof ConfigError) throw cause;
      failures.push(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  throw new ConfigError('backend-missing', `The backend ${wanted} cannot start. ${failures.join(' ')}`, {
    remedy: 'Start through ./parallax, which builds the native library, or choose --backend auto.',
  });
}

const CANDIDATES: Readonly<Record<BackendChoice, BackendName[]>> = {
  auto: ['tensorflow', 'wasm', 'js'],
  cuda: ['tensorflow'],
  cpu: ['tensorflow'],
  tensorflow: ['tensorflow'],
  wasm: ['wasm'],
  js: ['js'],
};

type Start = (threads: number, precision: Precision, device: Device) => Promise<string>;

const START: Readonly<Record<BackendName, Start>> = {
  tensorflow: startTensorflow,
  wasm: startWasm,
  js: startJs,
};

function checkStarted(running: BackendInfo, wanted: BackendChoice, precision: Precision): BackendInfo {
  const names = ['auto', running.name, ...(running.name === 'tensorflow' ? [running.device] : [])];
  if (names.includes(wanted) && precision === running.precision) return running;
  throw new ConfigError(
    'backend-already-started',
    `The backend ${running.name} (${running.device}, ${running.precision}) already runs.`,
    { remedy: 'Choose the backend once, at the start of the process.' },
  );
}

/** What TensorFlow itself took, once it is loaded. */
function confirmed(choice: DeviceChoice, wanted: BackendChoice): DeviceChoice {
  if (choice.device === 'cpu' || nativeBackend()?.binding.isUsingGpuDevice() === true) return choice;
  const why = `TensorFlow did not take the GPU (${choice.why})`;
  const remedy = 'Start again with TF_CPP_MIN_LOG_LEVEL=0: TensorFlow then says what it lacks.';
  if (wanted === 'cuda') throw new ConfigError('cuda-missing', `${why}.`, { remedy });
  return { device: 'cpu', why, remedy };
}

/** A machine without a GPU is no reason for a warning; one whose GPU stands idle is. */
function warnOfIdleGpu(
  { device, why, remedy }: DeviceChoice,
  wanted: BackendChoice,
  { driver }: CudaFacts,
  warn: (message: string) => void,
): void {
  if (device === 'cuda' || wanted === 'cpu' || driver === null) return;
  warn(`Running on the CPU beside an NVIDIA driver, because: ${why}. ${remedy ?? ''}`);
}

/** Loads the addon named by PARALLAX_TFJS_BINDING. TensorFlow reads these variables once, when it is loaded. */
async function startTensorflow(threads: number, precision: Precision, device: Device): Promise<string> {
  // The library for CUDA would take a GPU that was refused; and all of its memory at once.
  if (device === 'cpu') process.env.CUDA_VISIBLE_DEVICES = '-1';
  else process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
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

function describe(
  name: BackendName,
  version: string,
  threads: number,
  precision: Precision,
  { device, why }: DeviceChoice,
): BackendInfo {
  const library = { tensorflow: 'TensorFlow', wasm: 'tfjs-backend-wasm', js: 'tfjs-backend-cpu' }[name];
  const gflops = Math.round(measureGflops(name === 'js' ? 128 : 512) * 10) / 10;
  return { name, device, why, library, version, threads, precision, gflops };
}

/** For people, in one line: what runs where and how fast, and why not elsewhere. */
export function backendLine(info: BackendInfo): string {
  const { library, version, device, why, threads, gflops, precision } = info;
  const reason = device === 'cuda' ? why : `not on CUDA: ${why}`;
  return `${library} ${version} on ${device}, ${threads} threads, ${gflops} GFLOP/s, ${precision} products; ${reason}`;
}

/** Facts of the running backend. @throws ConfigError `backend-not-started` */
export function backendInfo(): BackendInfo {
  tf();
  if (started === null) throw new ConfigError('backend-not-started', 'initBackend() has not finished.');
  return started;
}
