/** The tracked and the not yet tracked files of the checkout, as git sees them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../../..');

const CODE = /\.(ts|tsx|mjs|js)$/;

/** Paths relative to the root, sorted; ignored files are left out. */
export function repositoryFiles(root = repositoryRoot): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  // A file deleted in the work tree is still in the index.
  return listed
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort();
}

/** Hand-written code; generated tables and migrations are data. */
export function codeFiles(root = repositoryRoot): readonly string[] {
  return repositoryFiles(root).filter(
    (path) => CODE.test(path) && !/(^|\/)(generated|migrations)\//.test(path),
  );
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)(testing|fixtures)\//.test(path) || path.startsWith('e2e/');
}

export function readText(path: string, root = repositoryRoot): string {
  return readFileSync(join(root, path), 'utf8');
}
