/** Second half of ./parallax: runs one verb under the pinned Node, with everything set up. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { verbs } from './verbs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [name = '', ...args] = process.argv.slice(2);
const file = join(root, verbs[name]?.file ?? '');

// Before anything is loaded: loading alone would let the young generation grow, and it never gives memory back.
if (verbs[name]?.waits) setFlagsFromString('--semi-space-growth-factor=1');

if (existsSync(file) && verbs[name] !== undefined) {
  const { runVerb } = await import(pathToFileURL(join(root, 'packages/lab/src/verb/verb.ts')).href);
  const module = await import(pathToFileURL(file).href);
  await runVerb(module.default, args);
} else {
  process.stderr.write(
    `error: the verb "${name}" is not in this checkout (${verbs[name]?.file} is missing).\n`,
  );
  process.exitCode = 1;
}
