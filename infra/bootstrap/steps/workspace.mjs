/**
 * node_modules of this checkout. Whether an install is needed is read from digests of the lockfile and the
 * manifests, and from the presence of every declared dependency: no package manager is started for that.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../process/command.mjs';
import { timed } from '../process/say.mjs';

/** Kept inside node_modules, so that removing that folder also removes the claim that it is installed. */
const STAMP = 'node_modules/.parallax-install.json';

/**
 * @param {string} root
 * @returns {string | undefined} why an install is needed
 */
export function workspaceDefect(root) {
  const stamp = readStamp(root);
  if (stamp === undefined) return 'not installed';
  if (stamp !== inputDigest(root)) return 'the lockfile or a package.json changed';
  for (const folder of ['.', ...packageFolders(root)]) {
    for (const name of dependenciesOf(root, folder)) {
      if (!existsSync(join(root, folder, 'node_modules', name, 'package.json'))) {
        return `${join(folder, 'node_modules', name)} is missing`;
      }
    }
  }
  return undefined;
}

/**
 * @typedef {object} InstallOptions
 * @property {string} root
 * @property {string} cache
 * @property {string} pnpm executable
 * @property {NodeJS.ProcessEnv} env with the pinned Node first on the PATH
 */

/** @param {InstallOptions} options */
export async function installWorkspace({ root, cache, pnpm, env }) {
  await timed('workspace packages (frozen lockfile)', async () => {
    rmSync(join(root, STAMP), { force: true });
    const digest = inputDigest(root);
    const flags = ['--frozen-lockfile', '--prefer-offline', '--store-dir', join(cache, 'pnpm-store')];
    await command(pnpm, ['install', ...flags], {
      log: join(cache, 'logs/workspace.log'),
      cwd: root,
      // CI=true: never ask; a node_modules folder that another store made is replaced.
      env: { ...env, CI: 'true' },
      remedy:
        `If the lockfile is out of date after an edit of a package.json, run "npx ${packageManager(root)} install --lockfile-only" ` +
        'and commit pnpm-lock.yaml. ' +
        'Otherwise check network and registry ("npm view zod version"), then run the same command again: it continues.',
    });
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(join(root, `${STAMP}.part`), JSON.stringify({ inputs: digest }));
    renameSync(join(root, `${STAMP}.part`), join(root, STAMP));
  });
}

/** "pnpm@1.2.3". @param {string} root @returns {string} */
function packageManager(root) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager?.split('+')[0] ?? 'pnpm';
}

/** @param {string} root @returns {string | undefined} */
function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, STAMP), 'utf8')).inputs;
  } catch {
    return undefined;
  }
}

/** @param {string} root */
function inputDigest(root) {
  const hash = createHash('sha256');
  const manifests = ['.', ...packageFolders(root)].map((folder) => join(folder, 'package.json'));
  const patches = existsSync(join(root, 'patches')) ? readdirSync(join(root, 'patches')).sort() : [];
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...manifests,
    ...patches.map((name) => join('patches', name)),
  ];
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/** @param {string} root @param {string} folder @returns {string[]} */
function dependenciesOf(root, folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
}

/**
 * Folders of the workspace, read from the plain list in pnpm-workspace.yaml (no YAML reader is installed yet).
 * @param {string} root
 * @returns {string[]} sorted, relative to the root
 */
export function packageFolders(root) {
  const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const list = /^packages:\n((?:\s+- .*\n)+)/m.exec(text)?.[1] ?? '';
  const patterns = [...list.matchAll(/- ['"]?([^'"\n]+)['"]?/g)].map((match) => String(match[1]).trim());
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    if (!existsSync(join(root, parent))) return [];
    return readdirSync(join(root, parent)).map((name) => join(parent, name));
  });
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).sort();
}
