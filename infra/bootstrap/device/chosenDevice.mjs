/** Which TensorFlow the set-up builds: by environment, by an earlier `setup --device`, or by what is in the machine. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from '../process/failure.mjs';

/** @typedef {'cpu' | 'cuda'} Flavour */

const FILE = 'device.json';

/** Keeps the choice for later starts; auto forgets it. @param {string} cache @param {Flavour | 'auto'} device */
export function keepDevice(cache, device) {
  const file = join(cache, FILE);
  if (device === 'auto') return rmSync(file, { force: true });
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ device })}\n`);
}

/**
 * @param {string} cache
 * @param {NodeJS.ProcessEnv} [environment] PARALLAX_TENSORFLOW wins
 * @param {() => boolean} [hasNvidia] whether the kernel shows an NVIDIA device
 * @returns {Flavour}
 */
export function chosenDevice(cache, environment = process.env, hasNvidia = nvidiaInKernel) {
  const named = environment['PARALLAX_TENSORFLOW'];
  if (named === 'cpu' || named === 'cuda') return named;
  if (named) {
    throw new SetupFailure(
      `PARALLAX_TENSORFLOW is "${named}".`,
      'Set it to cpu or cuda, or unset it to let the device decide.',
    );
  }
  return keptDevice(cache) ?? (hasNvidia() ? 'cuda' : 'cpu');
}

/** A file that cannot be read is no choice. @param {string} cache @returns {Flavour | undefined} */
function keptDevice(cache) {
  try {
    const { device } = JSON.parse(readFileSync(join(cache, FILE), 'utf8'));
    return device === 'cpu' || device === 'cuda' ? device : undefined;
  } catch {
    return undefined;
  }
}

export function nvidiaInKernel() {
  return existsSync('/dev/nvidia0') || existsSync('/proc/driver/nvidia/version');
}
