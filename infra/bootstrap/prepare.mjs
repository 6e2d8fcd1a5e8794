/**
 * First half of ./parallax: answers usage, sets the machine up, and writes shell exports to file descriptor 3.
 * The shell then replaces itself by the pinned Node, so that the process a caller started is the verb itself:
 * signals and kills reach it, and nothing is left behind. Runs on any Node >= 18.
 */
import { writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache/folder.mjs';
import { nearestOf } from './nearest.mjs';
import { SetupFailure } from './process/failure.mjs';
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
  try {
    const prepared =
      process.env['PARALLAX_SETUP'] === 'skip'
        ? asItIs()
        : await setUp(root, cacheFolder(), needsOf(name), { retry: name === 'setup' });
    writeSync(SETTINGS_FD, shellExports(settingsOf(prepared)));
  } catch (error) {
    const known = error instanceof SetupFailure;
    process.stderr.write(`error: ${known ? error.message : /** @type {Error} */ (error).stack}\n`);
    if (known) process.stderr.write(`  ${error.remedy}\n`);
    process.exitCode = 1;
  }
}

/** @param {string} verb */
function needsOf(verb) {
  return new Set(verbs[verb]?.needs ?? /** @type {const} */ (['tensorflow', 'chromium']));
}

/** PARALLAX_SETUP=skip: the caller (a container image, a shared checkout) vouches for the environment. */
function asItIs() {
  return {
    root,
    cache: cacheFolder(),
    node: process.execPath,
    pnpmFolder: undefined,
    addon: process.env['PARALLAX_TFJS_BINDING'],
    kernels: process.env['PARALLAX_KERNELS'],
    tensorflowMissing: undefined,
    chromium: process.env['PARALLAX_CHROMIUM'],
  };
}
