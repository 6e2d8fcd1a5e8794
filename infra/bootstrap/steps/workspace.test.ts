import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installWorkspace, packageFolders, workspaceDefect } from './workspace.mjs';

let root: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'parallax-workspace-'));
  writeFileSync(
    join(root, 'pnpm-workspace.yaml'),
    "packages:\n  - packages/*\n  - 'tooling'\n# a note\nother: x\n",
  );
  writeFileSync(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n');
  manifest('.', {});
  manifest('packages/a', { zod: '1.0.0' });
  manifest('tooling', {});
  mkdirSync(join(root, 'packages/not-a-package'));
  install('packages/a', 'zod');
  // "true" stands in for the package manager: what is tested here is the stamp, not pnpm.
  await installWorkspace({ root, cache: join(root, 'cache'), pnpm: 'true', env: process.env });
});

afterEach(() => rmSync(root, { recursive: true }));

function manifest(folder: string, dependencies: Record<string, string>): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ name: folder, dependencies }));
}

function install(folder: string, name: string): void {
  mkdirSync(join(root, folder, 'node_modules', name), { recursive: true });
  writeFileSync(join(root, folder, 'node_modules', name, 'package.json'), '{}');
}

test('the folders of the workspace are those with a manifest', () => {
  expect(packageFolders(root)).toEqual(['packages/a', 'tooling']);
});

test('an installed workspace needs nothing', () => {
  expect(workspaceDefect(root)).toBeUndefined();
});

test.each<[string, () => void, RegExp]>([
  [
    'a changed lockfile',
    () => writeFileSync(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 10\n'),
    /changed/,
  ],
  ['a changed manifest', () => manifest('tooling', { yaml: '1.0.0' }), /changed/],
  ['a new package', () => manifest('packages/b', {}), /changed/],
  [
    'a dependency that is gone',
    () => rmSync(join(root, 'packages/a/node_modules/zod'), { recursive: true }),
    /packages\/a\/node_modules\/zod is missing/,
  ],
  ['a removed node_modules', () => rmSync(join(root, 'node_modules'), { recursive: true }), /not installed/],
])('%s asks for an install', (_name, change, message) => {
  change();
  expect(workspaceDefect(root)).toMatch(message);
});

test('an install that fails leaves the workspace uninstalled, with the log and a remedy', async () => {
  const failing = installWorkspace({ root, cache: join(root, 'cache'), pnpm: 'false', env: process.env });
  await expect(failing).rejects.toMatchObject({
    name: 'SetupFailure',
    remedy: expect.stringContaining('pnpm-lock.yaml'),
  });
  expect(workspaceDefect(root)).toBe('not installed');
});
