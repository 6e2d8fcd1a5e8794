/**
 * The TensorFlow C library, taken out of the official Python wheel (its C++ library exports the whole C API).
 * Kept: two libraries, and the C headers that the addon is compiled against; the wheel is dropped.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../process/command.mjs';
import { SetupFailure } from '../process/failure.mjs';
import { pins } from './pins.mjs';

/** @typedef {'cpu' | 'gpu'} Flavour */

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

/** Unpacks the members of a wheel that match a pattern; zip checksums are verified on the way. */
const UNPACK = `
import re, sys, zipfile
wheel, target, pattern = sys.argv[1:4]
with zipfile.ZipFile(wheel) as archive:
    members = [name for name in archive.namelist() if re.match(pattern, name)]
    archive.extractall(target, members)
print(len(members))
`;

/** Prints what a wheel requires for one extra, one requirement a line. */
const REQUIREMENTS = `
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    name = next(n for n in archive.namelist() if n.endswith('.dist-info/METADATA'))
    for line in archive.read(name).decode().splitlines():
        found = re.match(r"Requires-Dist: ([^;]+?)\\s*;.*extra == ['\\"]and-cuda['\\"]", line)
        if found:
            print(re.sub(r'[() ]', '', found.group(1)))
`;

/**
 * PARALLAX_TENSORFLOW, or gpu where the kernel shows an NVIDIA device.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Flavour}
 */
export function tensorflowFlavour(environment = process.env) {
  const named = environment['PARALLAX_TENSORFLOW'];
  if (named === 'cpu' || named === 'gpu') return named;
  if (named) {
    throw new SetupFailure(
      `PARALLAX_TENSORFLOW is "${named}".`,
      'Set it to cpu or gpu, or unset it to let the device decide.',
    );
  }
  return existsSync('/dev/nvidia0') || existsSync('/proc/driver/nvidia/version') ? 'gpu' : 'cpu';
}

/**
 * @param {object} options
 * @param {Flavour} options.flavour
 * @param {string} options.cache
 * @param {string} options.python executable
 * @returns {import('../cache/component.mjs').Component}
 */
export function tensorflowLibraryComponent({ flavour, cache, python }) {
  const distribution = flavour === 'gpu' ? 'tensorflow' : 'tensorflow-cpu';
  const name = `${distribution === 'tensorflow' ? 'tensorflow-gpu' : distribution}-${pins.tensorflow}`;
  const log = join(cache, 'logs/tensorflow-library.log');
  const size = flavour === 'gpu' ? 'about 3 GB with the CUDA libraries' : '274 MB';
  return {
    title: `TensorFlow ${pins.tensorflow} library, ${flavour} (${size} to download)`,
    name,
    key: `${distribution}==${pins.tensorflow} 2`,
    async build(folder) {
      // Outside the work folder: a finished download survives a kill of a later part.
      const downloads = join(cache, 'downloads', name);
      mkdirSync(downloads, { recursive: true });
      const wheel = await download(python, `${distribution}==${pins.tensorflow}`, downloads, log);
      await checkDigest(wheel, pins.tensorflowWheelSha256[flavour], downloads);
      const members =
        'tensorflow/(libtensorflow_(cc|framework)\\.so\\.2$|include/(tensorflow/c/|xla/tsl/c/|(tensorflow/core|tsl)/platform/ctstring).*\\.h$)';
      await command(python, ['-c', UNPACK, wheel, folder, members], { log, remedy });
      if (flavour === 'gpu') {
        const listed = await command(python, ['-c', REQUIREMENTS, wheel], { log, remedy });
        for (const requirement of listed.split('\n').filter(Boolean)) {
          const part = await download(
            python,
            requirement,
            join(downloads, requirement.replace(/\W+/g, '_')),
            log,
          );
          await command(python, ['-c', UNPACK, part, folder, 'nvidia/.*/lib/.*\\.so'], { log, remedy });
        }
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

/** @param {string} wheel @param {string | undefined} expected @param {string} downloads */
async function checkDigest(wheel, expected, downloads) {
  if (expected === undefined) return;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(wheel)) hash.update(chunk);
  const digest = hash.digest('hex');
  if (digest === expected) return;
  rmSync(downloads, { recursive: true, force: true });
  throw new SetupFailure(
    `${wheel} has SHA-256 ${digest}, not the pinned ${expected}. It was deleted.`,
    'Run the same command again; if it stays so, your package index serves another file under this name.',
  );
}
