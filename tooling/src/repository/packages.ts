/** The packages of the workspace with their manifests. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readText, repositoryRoot } from './files.ts';

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root, for example "packages/geometry". */
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly exports: Readonly<Record<string, string>>;
}

export function workspacePackages(root = repositoryRoot): readonly WorkspacePackage[] {
  const { packages } = parse(readText('pnpm-workspace.yaml', root)) as { packages: readonly string[] };
  const manifests = packages.flatMap((pattern) => globSync(join(pattern, 'package.json'), { cwd: root }));
  return manifests.sort().map((path) => {
    // The fields below are checked by npm and pnpm themselves at install.
    const manifest = JSON.parse(readText(path, root)) as {
      name: string;
      exports?: Record<string, string>;
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
    };
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies };
    return {
      name: manifest.name,
      folder: path.replace(/\/package\.json$/, ''),
      dependencies: Object.keys(all),
      exports: manifest.exports ?? {},
    };
  });
}
