import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('50 readers and 5 writers for 5 seconds: no failed read, no lost record', async () => {
  const program = fileURLToPath(new URL('./load.ts', import.meta.url));
  const args = [program, '--readers', '50', '--writers', '5', '--seconds', '5'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const result = JSON.parse(stdout) as Record<string, unknown>;
  expect(result).toMatchObject({ lost: 0 });
  expect(Object.keys(result['statuses'] as object)).toEqual(['200']);
  expect(result['written']).toBeGreaterThan(50);
});
