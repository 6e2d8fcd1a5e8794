import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from './toy-demo.ts';

/** Hash of each stage of recipes/toy as turbo sees it now; nothing is run. */
function stageHashes(): Record<string, string> {
  const turbo = join(root, 'node_modules/.bin/turbo');
  const args = ['run', 'generate', 'sft', 'grpo', 'evaluate', '--filter=@parallax/toy', '--dry=json'];
  const { stdout, stderr, status } = spawnSync(turbo, args, { cwd: root, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const plan = JSON.parse(stdout) as { tasks: { task: string; hash: string; package: string }[] };
  return Object.fromEntries(
    plan.tasks.filter((task) => task.package === '@parallax/toy').map((task) => [task.task, task.hash]),
  );
}

const stageFile = (stage: string): string => join(root, 'recipes/toy/.stages', `${stage}.json`);
const order = ['generate', 'sft', 'grpo', 'evaluate'] as const;
const originals = new Map<string, string>();

beforeAll(() => {
  const split = spawnSync(process.execPath, [join(root, 'infra/pipelines/splitRecipes.mjs')], { cwd: root });
  expect(split.status).toBe(0);
  for (const stage of order) originals.set(stage, readFileSync(stageFile(stage), 'utf8'));
});
afterEach(() => {
  for (const [stage, text] of originals) writeFileSync(stageFile(stage), text);
});

describe('turbo stages', () => {
  it('keep their hashes while nothing changes', () => {
    expect(stageHashes()).toEqual(stageHashes());
  });

  it.each(order)('rerun %s and exactly the stages after it when one of its values changes', (stage) => {
    const before = stageHashes();
    const section = JSON.parse(originals.get(stage)!) as Record<string, Record<string, unknown>>;
    writeFileSync(
      stageFile(stage),
      JSON.stringify({ ...section, [stage]: { ...section[stage], seed: 'other' } }),
    );
    const after = stageHashes();
    const changed = order.filter((name) => before[name] !== after[name]);
    expect(changed).toEqual(order.slice(order.indexOf(stage)));
  });
});
