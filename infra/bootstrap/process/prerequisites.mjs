/** What the machine must bring for the native TensorFlow: named exactly, with how to get it. */
import { spawnSync } from 'node:child_process';
import { onPath } from './onPath.mjs';

/** @typedef {{ what: string, get: string }} Missing */

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {{ readonly platform?: string, readonly arch?: string }} [machine]
 * @returns {readonly Missing[]} empty when the library can be fetched and the addon be compiled
 */
export function missingForTensorflow(environment = process.env, machine = {}) {
  const { platform = process.platform, arch = process.arch } = machine;
  if (platform !== 'linux' || arch !== 'x64') {
    return [
      {
        what: `Linux on x86-64 (this is ${platform} ${arch})`,
        get: 'use such a machine or a Linux x86-64 container',
      },
    ];
  }
  const path = environment['PATH'] ?? '';
  const missing = [];
  const python = onPath('python3', path);
  if (python === undefined) missing.push({ what: 'python3', get: aptOr('python3 python3-pip') });
  else if (!hasPip(python, environment)) missing.push({ what: 'pip of python3', get: aptOr('python3-pip') });
  if (compilerOn(path) === undefined)
    missing.push({ what: 'a C++ compiler (g++ or c++)', get: aptOr('g++') });
  if (onPath('make', path) === undefined) missing.push({ what: 'make', get: aptOr('make') });
  return missing;
}

/** @param {string} path */
export function compilerOn(path = process.env['PATH'] ?? '') {
  return onPath('g++', path) ?? onPath('c++', path);
}

/** @param {string} python @param {NodeJS.ProcessEnv} environment */
export function hasPip(python, environment = process.env) {
  return spawnSync(python, ['-c', 'import pip'], { env: environment, stdio: 'ignore' }).status === 0;
}

/** @param {string} packages */
function aptOr(packages) {
  return `"apt-get install ${packages}" on Debian and Ubuntu, "dnf install ${packages.replace('g++', 'gcc-c++')}" on Fedora`;
}
