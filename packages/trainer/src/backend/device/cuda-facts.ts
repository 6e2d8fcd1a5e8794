/** What stands in the way of a GPU on this machine, looked up without loading TensorFlow. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CudaFacts, Gpu } from './choose-device.ts';

/** Folders of the CUDA wheels whose libraries TensorFlow opens when it finds a GPU. */
const LIBRARIES = [
  'cublas',
  'cuda_cupti',
  'cuda_nvrtc',
  'cuda_runtime',
  'cudnn',
  'cufft',
  'cusolver',
  'cusparse',
  'nccl',
  'nvjitlink',
] as const;

/** nvidia-smi hangs where a GPU has fallen off its bus. */
const ASK_LIMIT_MS = 10_000;

export interface CudaPlaces {
  /** File of the addon; the libraries lie in ../nvidia of its folder. */
  readonly binding: string | undefined;
  readonly visibleDevices: string | undefined;
  /** Program that lists the GPUs. */
  readonly nvidiaSmi: string;
  /** File of the kernel's driver that names its version. */
  readonly driverFile: string;
}

export function placesOf(environment: NodeJS.ProcessEnv = process.env): CudaPlaces {
  return {
    binding: environment['PARALLAX_TFJS_BINDING'],
    visibleDevices: environment['CUDA_VISIBLE_DEVICES'],
    nvidiaSmi: 'nvidia-smi',
    driverFile: '/proc/driver/nvidia/version',
  };
}

export function cudaFacts(places: CudaPlaces = placesOf()): CudaFacts {
  const asked = askDriver(places.nvidiaSmi);
  return {
    ...addonFacts(places.binding),
    driver: asked?.driver ?? driverOfKernel(places.driverFile),
    gpus: asked?.gpus ?? null,
    hidden: places.visibleDevices !== undefined && /^\s*(-1.*)?$/.test(places.visibleDevices),
  };
}

function addonFacts(binding: string | undefined): Pick<CudaFacts, 'addon' | 'missingLibraries'> {
  if (binding === undefined || !existsSync(binding)) return { addon: null, missingLibraries: [] };
  const nvidia = join(dirname(binding), '../nvidia');
  if (!existsSync(nvidia)) return { addon: 'cpu', missingLibraries: [] };
  return { addon: 'cuda', missingLibraries: LIBRARIES.filter((name) => !holdsLibrary(nvidia, name)) };
}

function holdsLibrary(nvidia: string, name: string): boolean {
  const folder = join(nvidia, name, 'lib');
  return existsSync(folder) && readdirSync(folder).some((file) => file.includes('.so'));
}

/** Null where the tool is absent, fails or does not answer. */
function askDriver(program: string): { driver: string | null; gpus: Gpu[] } | null {
  const fields = [
    '--query-gpu=name,memory.total,memory.free,driver_version',
    '--format=csv,noheader,nounits',
  ];
  const { status, stdout } = spawnSync(program, fields, { encoding: 'utf8', timeout: ASK_LIMIT_MS });
  if (status !== 0) return null;
  const rows = stdout
    .trim()
    .split('\n')
    .filter((line) => line.includes(','))
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const gpus = rows.map(([name = '', total, free]) => ({
    name,
    totalMb: Number(total),
    freeMb: Number(free),
  }));
  return { driver: rows[0]?.[3] ?? null, gpus };
}

function driverOfKernel(file: string): string | null {
  if (!existsSync(file)) return null;
  return /Kernel Module[^\n]*?\s(\d+\.\d+[.\d]*)\s/.exec(readFileSync(file, 'utf8'))?.[1] ?? 'unknown';
}
