import { expect, test } from 'vitest';
import { readText } from '../repository/files.ts';
import { workspacePackages } from '../repository/packages.ts';

const pins = readText('infra/bootstrap/steps/pins.mjs');
const pin = (name: string): string => new RegExp(`\\b${name}: '([^']+)'`).exec(pins)?.[1] ?? 'no pin';

test('the set-up fetches the pnpm that package.json names', () => {
  const { packageManager } = JSON.parse(readText('package.json')) as { packageManager: string };
  expect(packageManager).toBe(`pnpm@${pin('pnpm')}`);
});

test('every dependency has an exact version', () => {
  const wrong: string[] = [];
  for (const folder of ['', ...workspacePackages().map((each) => `${each.folder}/`)]) {
    const manifest = JSON.parse(readText(`${folder}package.json`)) as Record<
      string,
      Record<string, string> | undefined
    >;
    for (const [name, version] of Object.entries({
      ...manifest['dependencies'],
      ...manifest['devDependencies'],
    })) {
      if (version !== 'workspace:*' && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        wrong.push(`${folder}package.json: ${name}@${version}`);
    }
  }
  expect(wrong).toEqual([]);
});
