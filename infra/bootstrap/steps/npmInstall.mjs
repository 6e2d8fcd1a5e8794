/** Fetches one exact npm package through the user's own npm client and settings. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../process/command.mjs';
import { SetupFailure } from '../process/failure.mjs';
import { onPath } from '../process/onPath.mjs';

export const installRemedy =
  'Check that "npm view pnpm version" works here (network, proxy, registry of your npmrc), then run the same command again: it continues.';

/** @param {string} folder @param {string} spec name@version @param {string} log */
export async function npmInstall(folder, spec, log) {
  const npm = onPath('npm');
  if (npm === undefined) {
    throw new SetupFailure('npm is not on the PATH.', 'Install npm (it comes with Node.js), then run again.');
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--no-save',
    '--loglevel=error',
  ];
  await command(npm, ['install', ...flags, spec], {
    log,
    cwd: folder,
    env: cleanEnvironment(),
    remedy: installRemedy,
  });
}

/** Under "npm run", npm describes the outer project in variables; the inner call must not inherit that. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(local_prefix|prefix|global_prefix)$)/.test(
        name,
      ),
  );
  return Object.fromEntries(kept);
}
