import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const module = fileURLToPath(new URL('./young-generation.ts', import.meta.url));

/** A process of its own, whose heap is as a start leaves it: 600 steps of which a part survives. @returns MB at the end */
function youngMb(bounded: boolean): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { boundYoungGeneration } from ${JSON.stringify(module)};
    let kept = [];
    for (let step = 0; step < 600; step++) {
      if (${bounded}) boundYoungGeneration();
      for (let i = 0; i < 10000; i++) kept.push({ i, values: [i, step] });
      if (kept.length > 200000) kept = [];
    }
    const { physical_space_size } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    console.log(physical_space_size / 1e6);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

it('keeps the young generation at a size that V8 would leave behind', () => {
  expect(youngMb(true)).toBeLessThan(40); // the bound, and what one step may add
  expect(youngMb(false)).toBeGreaterThan(60);
});
