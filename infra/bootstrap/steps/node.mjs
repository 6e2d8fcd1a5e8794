/** The Node that runs Parallax: the running one when it satisfies the pin, else the pinned npm package. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from '../process/command.mjs';
import { installRemedy, npmInstall } from './npmInstall.mjs';
import { pins } from './pins.mjs';

/** @typedef {import('../cache/component.mjs').Component} Component */

/**
 * @typedef {object} NodeChoice
 * @property {string} executable
 * @property {string} home holds bin/node and include/node
 */

/** @returns {NodeChoice | undefined} the running Node, when it is of the pinned major and ships its headers */
export function runningNode(version = process.versions.node, executable = process.execPath) {
  const [major, minor] = version.split('.').map(Number);
  const home = dirname(dirname(executable));
  const wanted = Number(pins.node.split('.')[0]);
  if (major !== wanted || minor === undefined || minor < pins.nodeMinor) return undefined;
  return existsSync(join(home, 'include/node/node_api.h')) ? { executable, home } : undefined;
}

/** @param {string} folder @returns {NodeChoice} */
export function nodeIn(folder) {
  return { executable: join(folder, 'bin/node'), home: folder };
}

/** @param {string} logs @returns {Component} */
export function nodeComponent(logs) {
  const name = `node-${process.platform}-${process.arch}`;
  return {
    title: `Node ${pins.node} (npm package ${name})`,
    name: `node-${pins.node}`,
    key: `${name}@${pins.node}`,
    async build(folder) {
      const work = join(folder, 'npm');
      mkdirSync(work);
      const log = join(logs, 'node.log');
      await npmInstall(work, `${name}@${pins.node}`, log);
      const unpacked = join(work, 'node_modules', name);
      for (const part of ['bin', 'include', 'LICENSE']) renameSync(join(unpacked, part), join(folder, part));
      rmSync(work, { recursive: true });
      await command(join(folder, 'bin/node'), ['--version'], { log, remedy: installRemedy });
    },
  };
}
