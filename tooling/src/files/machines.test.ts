import { expect, test } from 'vitest';
import { readText, repositoryFiles } from '../repository/files.ts';

const BINARY = /\.(png|jpe?g|webp|gif|ico|woff2?|ttf|parquet|safetensors|bin|npz|glb|gz|zip|ply)$/i;

// Put together from parts, so that this file does not match itself.
const registryHosts = [
  ['registry', 'npmjs'],
  ['registry', 'yarnpkg'],
  ['pypi', 'org'],
  ['files', 'pythonhosted'],
  ['npmmirror', 'com'],
];
const host = new RegExp(registryHosts.map((parts) => parts.join('\\.')).join('|'), 'i');
const machinePath = new RegExp(
  `(^|["'\`\\s=:(])/(${['work', 'root', 'Users', 'home/\\w+'].join('|')})/\\w`,
  'm',
);

const texts = repositoryFiles()
  .filter((path) => !BINARY.test(path))
  .map((path) => ({ path, text: readText(path) }));

test('no file names the host of a package registry: the user configures npm and pip', () => {
  expect(texts.filter(({ text }) => host.test(text)).map(({ path }) => path)).toEqual([]);
});

test('no file holds an absolute path of some machine', () => {
  expect(texts.filter(({ text }) => machinePath.test(text)).map(({ path }) => path)).toEqual([]);
});
