/** The examples of README.md compile, and do what they say. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from './environments/environment.ts';
import { lookTask } from './fixtures/tasks.ts';
import { grpoLoss } from './grpo/losses/grpo-loss.ts';
import type { LossFactory } from './grpo/losses/loss.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'readme-'));
const files: string[] = [];

// An example names its file; from elsewhere its neighbours have to be named in full.
beforeAll(() => {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
  for (const [, path, code] of readme.matchAll(/```ts\n\/\/ (src\/\S+)\n([\s\S]*?)```/g)) {
    const room = join(packageFolder, dirname(path!));
    const file = join(folder, basename(path!));
    writeFileSync(file, code!.replaceAll(/from '\.\//g, `from '${room}/`));
    files.push(file);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  'model/vision-language-model.ts',
  'grpo/rollouts/sampler.ts',
  'grpo/losses/loss.ts',
  'environments/environment.ts',
])('%s, an interface to build on, fits on a screen', (path) => {
  const text = readFileSync(join(packageFolder, 'src', path), 'utf8');
  expect(text.split('\n').length).toBeLessThan(60);
});

describe('the examples', () => {
  it('compile under the settings of the package', () => {
    expect(files.map((file) => basename(file))).toEqual(['reinforce-loss.ts', 'second-chance.ts']);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const project = join(folder, 'tsconfig.json');
    const types = [join(packageFolder, '../../node_modules/@types')];
    const compilerOptions = { noEmit: true, typeRoots: types, rootDir: '/' };
    writeFileSync(
      project,
      JSON.stringify({ extends: join(packageFolder, 'tsconfig.json'), compilerOptions, files, include: [] }),
    );
    const tsc = join(packageFolder, '../../node_modules/.bin/tsc');
    expect(spawnSync(tsc, ['-p', project], { encoding: 'utf8' }).stdout).toBe('');
  }, 30_000);

  it('the loss has the gradient of the clipped one where the policy has not moved', async () => {
    const { reinforceLoss } = (await import(files[0]!)) as { reinforceLoss: LossFactory };
    const settings = {
      ...{ clip: { low: 0.2, high: 0.2 }, clipDual: null, maxNewTokens: 3 },
      ...({ aggregation: 'token-mean', klEstimator: 'k3' } as const),
    };
    const grid = { rows: 2, columns: 3, mask: [1, 1, 0, 1, 1, 1] };
    const logprobs = [-1, -2, 0, -0.5, -3, -1];
    const rest = { oldLogprobs: logprobs, advantages: [1, 1, 1, -2, -2, -2], samplerWeights: null };
    const [own, other] = [reinforceLoss, grpoLoss].map((make) => {
      const loss = make(settings);
      return loss.evaluate({ ...grid, ...rest, logprobs, weights: loss.weights(grid) });
    });
    own!.gradient.forEach((slope, i) => void expect(slope).toBeCloseTo(other!.gradient[i]!, 12));
  });

  it('the environment asks again once, after a wrong answer', async () => {
    const { secondChance } = (await import(files[1]!)) as { secondChance: Environment };
    const say = (answer: string): string => `<think>x</think><answer>${answer}</answer>`;
    const episode = secondChance.reset(lookTask());
    expect(await episode.step(say('B'), false)).toHaveProperty('observation');
    expect(await episode.step(say('A'), true)).toMatchObject({ score: { value: 1 } });
    expect(await secondChance.reset(lookTask()).step(say('B'), true)).toMatchObject({
      score: { value: 0.5 },
    });
  });
});
