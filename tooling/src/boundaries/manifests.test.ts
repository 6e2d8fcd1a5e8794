import { expect, test } from 'vitest';
import { workspacePackages } from '../repository/packages.ts';
import { allowedEdges, everything, topFolders } from './allowed.ts';

const packages = workspacePackages();
const isTop = (folder: string): boolean => topFolders.some((top) => folder === top || folder.startsWith(top));

test('every package depends only on packages that the architecture allows', () => {
  const wrong: string[] = [];
  for (const { name, folder, dependencies } of packages) {
    const allowed = allowedEdges[name] ?? (isTop(folder) ? everything : undefined);
    if (allowed === undefined) {
      wrong.push(`${name} (${folder}) is in no row of the allowed edges`);
      continue;
    }
    for (const dependency of dependencies.filter((other) => other.startsWith('@parallax/'))) {
      if (!allowed.includes(dependency)) wrong.push(`${name} -> ${dependency}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('the allowed edges have no cycle', () => {
  const visit = (name: string, path: readonly string[]): readonly string[] => {
    if (path.includes(name)) return [...path, name];
    for (const next of allowedEdges[name] ?? []) {
      const cycle = visit(next, [...path, name]);
      if (cycle.length > 0) return cycle;
    }
    return [];
  };
  for (const name of Object.keys(allowedEdges)) expect(visit(name, [])).toEqual([]);
});

test('every library package offers "." and "./schema"', () => {
  for (const { name, folder, exports } of packages) {
    if (!folder.startsWith('packages/')) continue;
    expect(Object.keys(exports), name).toEqual(expect.arrayContaining(['.', './schema']));
  }
});
