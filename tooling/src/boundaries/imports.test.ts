import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { codeFiles, isTest, readText } from '../repository/files.ts';
import { importsOf, packageOf } from '../repository/imports.ts';
import { workspacePackages } from '../repository/packages.ts';
import { browserFolders, confinedModules } from './allowed.ts';

const packages = workspacePackages();
const rootTools = ['vitest', 'fast-check'];
const files = codeFiles().map((path) => ({ path, imports: importsOf(readText(path)) }));
const inWorkspace = files.filter(({ path }) => ownerOf(path) !== undefined);

function ownerOf(path: string) {
  return packages.find(({ folder }) => path.startsWith(`${folder}/`));
}

test('a file imports only what its own package.json declares', () => {
  const wrong: string[] = [];
  for (const { path, imports } of inWorkspace) {
    const owner = ownerOf(path);
    for (const { specifier, line } of imports) {
      if (/^(\.|node:|virtual:|\/)/.test(specifier)) continue;
      const name = packageOf(specifier);
      const tool = rootTools.includes(name) && (isTest(path) || !path.includes('/src/'));
      if (name !== owner?.name && !tool && !owner?.dependencies.includes(name))
        wrong.push(`${path}:${line} imports ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('no relative import leaves its package', () => {
  const wrong: string[] = [];
  for (const { path, imports } of inWorkspace) {
    const folder = ownerOf(path)?.folder ?? '';
    for (const { specifier, line } of imports) {
      if (!specifier.startsWith('.')) continue;
      const target = normalize(join(dirname(path), specifier));
      // Goldens of other implementations stand together in one place, for the tests of every package.
      if (isTest(path) && /^conformance\/.*\.json$/.test(target)) continue;
      if (!target.startsWith(`${folder}/`)) wrong.push(`${path}:${line} imports ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('heavy libraries stay in their rooms', () => {
  const wrong: string[] = [];
  for (const { path, imports } of files) {
    for (const { specifier, line } of imports) {
      const ban = confinedModules.find(({ module }) => module.test(specifier));
      if (ban !== undefined && !ban.allowedIn.some((room) => path.startsWith(room)))
        wrong.push(`${path}:${line} imports ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('geometry and rewards import nothing of Node', () => {
  const wrong: string[] = [];
  for (const { path, imports } of files) {
    if (isTest(path) || !browserFolders.some((room) => path.startsWith(room))) continue;
    for (const { specifier, line } of imports) {
      if (specifier.startsWith('node:') || specifier === '@parallax/lab/node')
        wrong.push(`${path}:${line} imports ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('a "./schema" entry loads zod and other schema entries only', () => {
  const wrong: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { specifier, typeOnly, line } of importsOf(readText(path))) {
      if (typeOnly || specifier === 'zod' || /^@parallax\/[\w-]+\/schema$/.test(specifier)) continue;
      if (specifier.startsWith('.')) visit(normalize(join(dirname(path), specifier)));
      else wrong.push(`${path}:${line} imports ${specifier}`);
    }
  };
  for (const { folder, exports } of packages) {
    const entry = exports['./schema'];
    if (entry !== undefined) visit(normalize(join(folder, entry)));
  }
  expect(seen.size).toBeGreaterThan(0);
  expect(wrong).toEqual([]);
});

test('the dashboard takes schema entries and the types of the API client, nothing else of the workspace', () => {
  const wrong: string[] = [];
  for (const { path, imports } of files) {
    if (!path.startsWith('apps/dashboard/') || isTest(path)) continue;
    for (const { specifier, typeOnly, line } of imports) {
      if (!specifier.startsWith('@parallax/')) continue;
      const schema = /^@parallax\/[\w-]+\/schema$/.test(specifier);
      const clientType = specifier === '@parallax/eval-api/client' && typeOnly;
      if (!schema && !clientType) wrong.push(`${path}:${line} imports ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing imports a recipe, a test package or an app from below', () => {
  const wrong: string[] = [];
  for (const { path, imports } of files) {
    if (!path.startsWith('packages/')) continue;
    for (const { specifier, line } of imports) {
      if (/^@parallax\/(recipe|generator|trainer-app|eval-api|dashboard|e2e|tooling|infra)/.test(specifier))
        wrong.push(`${path}:${line}`);
    }
  }
  expect(wrong).toEqual([]);
});
