import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('what Schemathesis asks is answered as /openapi.json says, without a 5xx', async (context) => {
  if (process.env['PARALLAX_API_FUZZ'] === undefined) {
    process.stderr.write(
      'SKIPPED: the API was not fuzzed; set PARALLAX_API_FUZZ=1 (installs Schemathesis).\n',
    );
    context.skip('set PARALLAX_API_FUZZ=1');
  }
  const program = fileURLToPath(new URL('./fuzz.ts', import.meta.url));
  const args = [program, '--examples', '5', '--seconds', '40'];
  // Rejects with what it printed when it ends with another code than 0.
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 << 20 });
  const result = JSON.parse(stdout.trim().split('\n').at(-1)!) as { cases: number; accepted: number }; // fuzz.ts
  expect(result).toMatchObject({ failures: [], errors: [] });
  expect(result.cases).toBeGreaterThan(200);
  expect(result.accepted).toBeGreaterThan(20);
}, 900_000);
