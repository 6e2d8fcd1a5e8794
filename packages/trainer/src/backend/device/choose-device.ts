/** Which device TensorFlow is to run on, and why: decided from facts alone, before the library is loaded. */
import { ConfigError } from '@parallax/lab';

export type Device = 'cpu' | 'cuda';

export interface Gpu {
  readonly name: string;
  readonly totalMb: number;
  readonly freeMb: number;
}

export interface CudaFacts {
  /** What the library beside the addon was built for; null: there is no addon. */
  readonly addon: Device | null;
  /** CUDA libraries that should lie beside a `cuda` addon and do not. */
  readonly missingLibraries: readonly string[];
  /** Version of the NVIDIA driver, for example "550.54.15"; null: none is loaded. */
  readonly driver: string | null;
  /** As the driver's own tool lists them; null: it could not be asked. */
  readonly gpus: readonly Gpu[] | null;
  /** CUDA_VISIBLE_DEVICES names no device. */
  readonly hidden: boolean;
}

export interface DeviceChoice {
  readonly device: Device;
  /** One line: what was found, or why the other device does not run. */
  readonly why: string;
  /** What would let the GPU run; null where it runs or was not wanted. */
  readonly remedy: string | null;
}

/** Oldest driver branch that runs libraries of any CUDA 12. Source: CUDA compatibility guide, minor versions. */
const OLDEST_DRIVER = 525;

/** Below this the libraries' own contexts and a nano model do not fit, and TensorFlow dies in the first step. */
const LEAST_FREE_MB = 1500;

/**
 * @param wanted `auto` takes the GPU where nothing is in the way
 * @throws ConfigError `cuda-missing` when `cuda` is wanted and something is in the way
 */
export function chooseDevice(wanted: 'auto' | Device, facts: CudaFacts): DeviceChoice {
  if (wanted === 'cpu') return { device: 'cpu', why: 'the CPU was asked for', remedy: null };
  const obstacle = firstObstacle(facts);
  if (obstacle === null) return { device: 'cuda', why: describeGpu(facts), remedy: null };
  if (wanted === 'auto') return { device: 'cpu', ...obstacle };
  throw new ConfigError('cuda-missing', `The GPU was asked for (cuda), but ${obstacle.why}.`, {
    remedy: `${obstacle.remedy} Or choose --backend cpu.`,
  });
}

/** The order is that in which a person has to clear them away. */
function firstObstacle(facts: CudaFacts): { why: string; remedy: string } | null {
  const { driver, gpus } = facts;
  if (driver === null || gpus?.length === 0) {
    return {
      why: driver === null ? 'no NVIDIA driver is loaded' : `NVIDIA driver ${driver} shows no GPU`,
      remedy: 'Use a machine with an NVIDIA GPU and its driver (nvidia-smi must list it).',
    };
  }
  if (Number.parseInt(driver, 10) < OLDEST_DRIVER) {
    return {
      why: `NVIDIA driver ${driver} is too old for CUDA 12`,
      remedy: `Install a driver of version ${OLDEST_DRIVER} or later.`,
    };
  }
  if (facts.hidden) {
    return {
      why: 'CUDA_VISIBLE_DEVICES hides every GPU',
      remedy: 'Unset it, or name a GPU: CUDA_VISIBLE_DEVICES=0.',
    };
  }
  if (facts.addon !== 'cuda') {
    return {
      why:
        facts.addon === null ? 'there is no TensorFlow addon' : 'the TensorFlow addon is built for the CPU',
      remedy: 'Run ./parallax setup --device cuda.',
    };
  }
  if (facts.missingLibraries.length > 0) {
    return {
      why: `CUDA libraries are missing beside the addon: ${facts.missingLibraries.join(', ')}`,
      remedy: 'Run ./parallax doctor --verify, then ./parallax setup --device cuda.',
    };
  }
  const roomiest = Math.max(...(gpus ?? []).map(({ freeMb }) => freeMb));
  if (gpus !== null && roomiest < LEAST_FREE_MB) {
    return {
      why: `no GPU has ${LEAST_FREE_MB} MB free (at most ${roomiest} MB)`,
      remedy: 'End what holds its memory (nvidia-smi lists it), or name another GPU in CUDA_VISIBLE_DEVICES.',
    };
  }
  return null;
}

function describeGpu({ driver, gpus }: CudaFacts): string {
  const names = gpus?.map(({ name, freeMb, totalMb }) => `${name}, ${freeMb} of ${totalMb} MB free`);
  return `${names?.join('; ') ?? 'a GPU that nvidia-smi could not be asked about'}; driver ${driver}`;
}
