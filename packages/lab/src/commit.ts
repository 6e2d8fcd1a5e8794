/** The commit of the running code, recorded in every record. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout that this code runs from. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Full commit hash read from .git without a git binary; "unknown" outside a checkout. */
export function codeCommit(): string {
  try {
    const git = join(repositoryRoot, '.git');
    const head = readFileSync(join(git, 'HEAD'), 'utf8').trim();
    if (!head.startsWith('ref: ')) return head;
    const ref = head.slice(5);
    try {
      return readFileSync(join(git, ref), 'utf8').trim();
    } catch {
      const packed = readFileSync(join(git, 'packed-refs'), 'utf8');
      return (
        packed
          .split('\n')
          .find((line) => line.endsWith(` ${ref}`))
          ?.split(' ')[0] ?? 'unknown'
      );
    }
  } catch {
    return 'unknown';
  }
}
