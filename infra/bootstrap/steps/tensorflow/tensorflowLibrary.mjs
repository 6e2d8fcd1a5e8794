/**
 * The TensorFlow C library, taken out of the official Python wheel (its C++ library exports the whole C API).
 * Kept: two libraries, and the C headers that the addon is compiled against; the wheel is dropped.
 */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../process/command.mjs';
import { SetupFailure } from '../../process/failure.mjs';
import { pins } from '../pins.mjs';

/** @typedef {import('../../device/chosenDevice.mjs').Flavour} Flavour */

const remedy =
  'Check that "python3 -m pip download --no-deps zipp" works here (network, proxy, index of your pip configuration), then run ./parallax setup.';

/** Wheels of the CUDA libraries use several platform names. */
const PLATFORMS = [
  'manylinux_2_28_x86_64',
  'manylinux_2_27_x86_64',
  'manylinux_2_17_x86_64',
  'manylinux2014_x86_64',
  'manylinux1_x86_64',
];

const TENSORFLOW_MEMBERS =
  'tensorflow/(libtensorflow_(cc|framework)\\.so\\.2$|include/(tensorflow/c/|xla/tsl/c/|(tensorflow/core|tsl)/platform/ctstring).*\\.h$)';

/** The libraries, and what TensorFlow compiles kernels with at run time, where it looks for it. */
const CUDA_MEMBERS = 'nvidia/(.*/lib/.*\\.so|cuda_nvcc/(bin/ptxas$|nvvm/libdevice/))';

/** Unpacks the members of a wheel that match a pattern; zip checksums are verified on the way. */
const UNPACK = `
import os, re, sys, zipfile
wheel, target, pattern = sys.argv[1:4]
with zipfile.ZipFile(wheel) as archive:
    members = [name for name in archive.namelist() if re.match(pattern, name)]
    for name in members:
        path = archive.extract(name, target)
        mode = archive.getinfo(name).external_attr >> 16
        if mode & 0o111:
            os.chmod(path, 0o755)
print(len(members))
`;

/**
 * @param {object} options
 * @param {Flavour} options.flavour
 * @param {string} options.cache
 * @param {string} options.python executable
 * @returns {import('../../cache/component.mjs').Component}
 */
export function tensorflowLibraryComponent({ flavour, cache, python }) {
  const distribution = flavour === 'cuda' ? 'tensorflow' : 'tensorflow-cpu';
  const name = `tensorflow-${flavour}-${pins.tensorflow}`;
  const log = join(cache, 'logs/tensorflow-library.log');
  const size = flavour === 'cuda' ? '3.4 GB with the CUDA libraries' : '274 MB';
  const cudaWheels = flavour === 'cuda' ? pins.cudaWheels : [];
  return {
    title: `TensorFlow ${pins.tensorflow} library, ${flavour} (${size} to download)`,
    name,
    key: [`${distribution}==${pins.tensorflow} 2`, ...cudaWheels.map((wheel) => wheel.join(' '))].join('; '),
    async build(folder) {
      // Outside the work folder: a finished download survives a kill of a later part.
      const downloads = join(cache, 'downloads', name);
      /** @type {readonly (readonly [name: string, version: string, digest: string, members: string])[]} */
      const wheels = [
        [distribution, pins.tensorflow, pins.tensorflowWheelSha256[flavour], TENSORFLOW_MEMBERS],
        ...cudaWheels.map((wheel) => /** @type {const} */ ([...wheel, CUDA_MEMBERS])),
      ];
      for (const [wanted, version, digest, members] of wheels) {
        const wheel = await download(python, `${wanted}==${version}`, join(downloads, wanted), log);
        await checkDigest(wheel, digest);
        await command(python, ['-c', UNPACK, wheel, folder, members], { log, remedy });
      }
      rmSync(downloads, { recursive: true, force: true });
    },
  };
}

/** @param {string} python @param {string} requirement @param {string} folder @param {string} log */
async function download(python, requirement, folder, log) {
  mkdirSync(folder, { recursive: true });
  const found = () => readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (found() === undefined) {
    const choice = ['--only-binary=:all:', '--python-version', pins.tensorflowPython];
    const platforms = PLATFORMS.flatMap((name) => ['--platform', name]);
    const quiet = [
      '--disable-pip-version-check',
      '--no-input',
      '--progress-bar',
      'off',
      '--retries',
      '3',
      '--timeout',
      '30',
    ];
    const args = [
      '-m',
      'pip',
      'download',
      '--no-deps',
      ...choice,
      ...platforms,
      ...quiet,
      '--dest',
      folder,
      requirement,
    ];
    await command(python, args, { log, remedy });
  }
  return join(folder, String(found()));
}

/** @param {string} wheel @param {string} expected */
async function checkDigest(wheel, expected) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(wheel)) hash.update(chunk);
  const digest = hash.digest('hex');
  if (digest === expected) return;
  rmSync(wheel, { force: true });
  throw new SetupFailure(
    `${wheel} has SHA-256 ${digest}, not the pinned ${expected}. It was deleted.`,
    'Run the same command again; if it stays so, your package index serves another file under this name.',
  );
}
