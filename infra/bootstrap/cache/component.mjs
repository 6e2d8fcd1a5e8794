/**
 * A component of the cache: a folder that is either whole or absent. It is built beside its place,
 * stamped, and renamed; a killed build leaves nothing that a later start would take for finished.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { say, timed } from '../process/say.mjs';
import { defectOf, seal } from './stamp.mjs';

/**
 * @typedef {object} Component
 * @property {string} title for people
 * @property {string} name folder in the cache, with its version
 * @property {string} key what it is built from; another key rebuilds it
 * @property {(folder: string) => Promise<void>} build fills an empty folder
 */

/** @param {string} cache @param {Component} component */
export function componentFolder(cache, component) {
  return join(cache, component.name);
}

/**
 * @param {string} cache @param {Component} component
 * @param {{ readonly everyDigest?: boolean }} [options]
 */
export function componentDefect(cache, component, options) {
  return defectOf(componentFolder(cache, component), component.key, options);
}

/**
 * Makes sure that the component is there and sound. The caller holds the lock of the cache.
 * @param {string} cache @param {Component} component
 * @returns {Promise<string>} its folder
 */
export async function ensureComponent(cache, component) {
  const folder = componentFolder(cache, component);
  const defect = componentDefect(cache, component);
  if (defect === undefined) return folder;
  if (existsSync(folder)) say(`${component.title}: building again (${defect})`);
  await timed(component.title, async () => {
    const work = join(cache, 'tmp', `${component.name}.${process.pid}`);
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    await component.build(work);
    seal(work, component.key);
    if (existsSync(folder)) renameSync(folder, join(cache, 'tmp', `${component.name}.${process.pid}.old`));
    renameSync(work, folder);
  });
  clearWorkFolders(cache);
  return folder;
}

/** Removes what killed builds left; only under the lock. @param {string} cache */
export function clearWorkFolders(cache) {
  rmSync(join(cache, 'tmp'), { recursive: true, force: true });
}
