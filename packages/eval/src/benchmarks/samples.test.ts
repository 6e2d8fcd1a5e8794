/** Every golden row is put to a model: official prompt, decoded pictures, an answer that our own parser takes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmarks } from './registry.ts';

const root = join(process.env['PARALLAX_GOLDENS'] ?? '', 'benchmarks');
const present = process.env['PARALLAX_GOLDENS'] !== undefined && existsSync(root);
if (!present) console.warn('skipped: samples of benchmarks need PARALLAX_GOLDENS');

const WITH_PICTURES = ['blink', 'mmsi-bench', 'viewspatial-bench', 'mindcube'];

describe.skipIf(!present)('samples', () => {
  it.each(WITH_PICTURES)('%s', async (name) => {
    const folder = join(root, name);
    const benchmark = benchmarks.find((one) => one.name === name)!;
    for (const row of await benchmark.load(folder)) {
      const sample = await benchmark.sample(folder, row);
      const parts = sample.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
      expect(parts.filter(({ type }) => type === 'image')).toHaveLength(sample.images.length);
      expect(sample.images.length).toBeGreaterThan(0);
      // MindCube publishes rows without an answer.
      if (sample.answer !== '') expect(benchmark.strict(row, sample.answer).value).toBe(1);
      expect(sample.chance).toBeGreaterThan(0.1);
      expect(sample.chance).toBeLessThanOrEqual(0.5);
    }
  });

  it('vsi-bench asks for frames, since videos are not decoded', async () => {
    const folder = join(root, 'vsi-bench');
    const benchmark = benchmarks.find((one) => one.name === 'vsi-bench')!;
    const [row] = await benchmark.load(folder);
    await expect(benchmark.sample(folder, row!)).rejects.toMatchObject({ code: 'missing-image' });
  });
});
