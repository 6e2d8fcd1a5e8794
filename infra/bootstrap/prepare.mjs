/**
 * First half of ./parallax: answers usage, sets the machine up, and writes shell exports to file descriptor 3.
 * The shell then replaces itself by the pinned Node, so that the process a caller started is the verb itself:
 * signals and kills reach it, and nothing is left behind. Runs on any Node >= 18.
 */
import { writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache/folder.mjs';
import { keepDevice, nvidiaInKernel } from './device/chosenDevice.mjs';
import { setupHelp, setupOptions } from './device/setupOptions.mjs';
import { nearestOf } from './nearest.mjs';
import { SetupFailure } from './process/failure.mjs';
import { say } from './process/say.mjs';
import { settingsOf, shellExports } from './settings.mjs';
import { setUp } from './setUp.mjs';
import { setupCommands, usage, verbs } from './verbs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const name = process.argv[2];
const SETTINGS_FD = 3;

if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
  process.stdout.write(`${usage()}\n`);
} else if (!(name in verbs) && !(name in setupCommands)) {
  const nearest = nearestOf(name, [...Object.keys(verbs), ...Object.keys(setupCommands)]);
  process.stderr.write(`error: unknown verb "${name}". Did you mean "${nearest}"?\n`);
  process.stderr.write('  ./parallax --help lists the verbs.\n');
  process.exitCode = 2;
} else {
  const asked = name === 'setup' ? setupOptions(process.argv.slice(3)) : { device: undefined };
  if ('error' in asked) fail(asked.error, asked.remedy, 2);
  else if ('help' in asked) process.stdout.write(`${setupHelp}\n`);
  else await prepare(name, asked.device);
}

/** @param {string} verb @param {import('./device/setupOptions.mjs').Device | undefined} asked */
async function prepare(verb, asked) {
  const cache = cacheFolder();
  try {
    if (asked === 'auto') keepDevice(cache, asked);
    const device = asked === 'auto' ? undefined : asked;
    const prepared =
      process.env['PARALLAX_SETUP'] === 'skip'
        ? asItIs(cache)
        : await setUp(root, cache, needsOf(verb), { retry: verb === 'setup', device });
    if (device !== undefined) {
      // Only what stands is kept: a download that failed must not leave later starts without TensorFlow.
      if (prepared.tensorflowMissing !== undefined)
        return fail(`TensorFlow for ${device} could not be built.`, prepared.tensorflowMissing, 1);
      keepDevice(cache, device);
      if (device === 'cuda' && !nvidiaInKernel())
        say('the CUDA build stands; the kernel shows no NVIDIA device, so it runs on the CPU here.');
    }
    writeSync(SETTINGS_FD, shellExports(settingsOf(prepared)));
  } catch (error) {
    if (error instanceof SetupFailure) fail(error.message, error.remedy, 1);
    else fail(String(/** @type {Error} */ (error).stack), undefined, 1);
  }
}

/** @param {string} what @param {string | undefined} remedy @param {1 | 2} exitCode */
function fail(what, remedy, exitCode) {
  process.stderr.write(`error: ${what}\n${remedy === undefined ? '' : `  ${remedy}\n`}`);
  process.exitCode = exitCode;
}

/** @param {string} verb */
function needsOf(verb) {
  return new Set(verbs[verb]?.needs ?? /** @type {const} */ (['tensorflow', 'chromium']));
}

/** PARALLAX_SETUP=skip: the caller (a container image, a shared checkout) vouches for the environment. @param {string} cache */
function asItIs(cache) {
  return {
    root,
    cache,
    node: process.execPath,
    pnpmFolder: undefined,
    addon: process.env['PARALLAX_TFJS_BINDING'],
    kernels: process.env['PARALLAX_KERNELS'],
    tensorflowMissing: undefined,
    chromium: process.env['PARALLAX_CHROMIUM'],
  };
}
