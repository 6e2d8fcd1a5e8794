/** What stands behind `./parallax setup`: read before any package is installed, so without a library. */
import { nearestOf } from '../nearest.mjs';

/** @typedef {'auto' | 'cpu' | 'cuda'} Device */

const DEVICES = /** @type {const} */ (['auto', 'cpu', 'cuda']);

export const setupHelp = [
  'Usage: ./parallax setup [--device auto|cpu|cuda]',
  '',
  'Fetches and builds all that Parallax needs, and stops.',
  '',
  '  --device cuda  TensorFlow with the CUDA libraries (3.4 GB to download, 5.3 GB on disk); kept for later starts.',
  '                 It can be built, and runs on the CPU, where there is no GPU',
  '  --device cpu   TensorFlow for the CPU, whatever stands in the machine; kept for later starts',
  '  --device auto  forgets the choice: CUDA where the kernel shows an NVIDIA device',
].join('\n');

/**
 * @param {readonly string[]} args what was written after the verb
 * @returns {{ help: true } | { device: Device | undefined } | { error: string, remedy: string }}
 */
export function setupOptions(args) {
  /** @type {Device | undefined} */
  let device;
  for (let at = 0; at < args.length; at++) {
    const [option = '', inline] = (args[at] ?? '').split(/=(.*)/s);
    if (option === '--help' || option === '-h') return { help: true };
    if (option !== '--device')
      return { error: `setup has no option "${option}".`, remedy: './parallax setup --help lists them.' };
    const written = inline ?? args[++at] ?? '';
    device = DEVICES.find((name) => name === written);
    if (device === undefined) {
      return {
        error: `--device "${written}" is not a device.`,
        remedy: `Did you mean "${nearestOf(written, DEVICES)}"? It takes ${DEVICES.join(', ')}.`,
      };
    }
  }
  return { device };
}
