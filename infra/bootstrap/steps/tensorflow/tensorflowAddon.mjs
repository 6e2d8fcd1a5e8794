/** The addon between Node and the TensorFlow library: compiled here from the sources in the npm package. */

import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { command } from '../../process/command.mjs';
import { pins } from '../pins.mjs';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Where the addon lies inside the component. */
export const addonFile = 'tensorflow/tfjs_binding.node';

/**
 * @param {object} options
 * @param {string} options.root checkout with installed packages
 * @param {string} options.cache
 * @param {import('../../device/chosenDevice.mjs').Flavour} options.flavour
 * @param {import('../../cache/component.mjs').Component} options.library
 * @param {import('../node.mjs').NodeChoice} options.node
 * @returns {import('../../cache/component.mjs').Component}
 */
export function tensorflowAddonComponent({ root, cache, flavour, library, node }) {
  const name = `tfjs-addon-${flavour}-${pins.tensorflow}`;
  const log = join(cache, 'logs/tensorflow-addon.log');
  const remedy =
    'Read the compiler messages in the log; a C++17 compiler (g++ >= 9 or clang++ >= 10) and make are needed.';
  return {
    title: 'TensorFlow addon (compiling with node-gyp)',
    name,
    key: `${library.key}; Node-API 8; ${patchDigest(root)}`,
    async build(folder) {
      const source = dirname(
        createRequire(join(root, 'packages/trainer/package.json')).resolve(
          '@tensorflow/tfjs-node-gpu/package.json',
        ),
      );
      const nodeGyp = createRequire(join(root, 'package.json')).resolve('node-gyp/bin/node-gyp.js');
      const libraryFolder = join(cache, library.name, 'tensorflow');
      const work = join(folder, 'build');
      mkdirSync(join(work, 'deps/lib'), { recursive: true });
      cpSync(join(realpathSync(source), 'binding'), join(work, 'binding'), { recursive: true });
      for (const file of ['binding.gyp', 'package.json']) cpSync(join(source, file), join(work, file));
      symlinkSync(join(libraryFolder, 'include'), join(work, 'deps/include'));
      const links = [
        ['libtensorflow.so', LIBRARIES[0]],
        ['libtensorflow_framework.so', LIBRARIES[1]],
        ...LIBRARIES.map((lib) => [lib, lib]),
      ];
      for (const [link, target] of links)
        symlinkSync(join(libraryFolder, String(target)), join(work, 'deps/lib', String(link)));
      const defines = [
        '-Dnapi_build_version=8',
        '-Dmodule_name=tfjs_binding',
        `-Dmodule_path=${join(work, 'out')}`,
      ];
      await command(node.executable, [nodeGyp, 'rebuild', `--nodedir=${node.home}`, '--', ...defines], {
        cwd: work,
        log,
        remedy,
      });
      mkdirSync(join(folder, 'tensorflow'));
      renameSync(join(work, 'out/tfjs_binding.node'), join(folder, addonFile));
      rmSync(work, { recursive: true });
      linkLibraries(folder, join(cache, library.name), join(cache, name));
    },
  };
}

/**
 * The addon looks for the libraries beside itself, and the CUDA build looks for "../nvidia": links lead there.
 * They are relative, so that the cache may move. Targets are written as seen from `place`, the final folder.
 * @param {string} folder being built @param {string} library its folder @param {string} place
 */
function linkLibraries(folder, library, place) {
  for (const name of LIBRARIES) {
    symlinkSync(
      relative(join(place, 'tensorflow'), join(library, 'tensorflow', name)),
      join(folder, 'tensorflow', name),
    );
  }
  if (readdirSync(library).includes('nvidia'))
    symlinkSync(relative(place, join(library, 'nvidia')), join(folder, 'nvidia'));
}

/** The patch changes how the addon finds its libraries. @param {string} root */
function patchDigest(root) {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(root, 'patches'))
    .filter((file) => file.includes('tfjs-node'))
    .sort()) {
    hash.update(readFileSync(join(root, 'patches', name)));
  }
  return hash.digest('hex').slice(0, 12);
}
