/** Which split a subject belongs to, from its id and the seed alone: no list, no order, no state. */
import { createRandom } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { z } from 'zod';
import type { Split } from '../schema.ts';

export const SplitRatiosSchema = z.strictObject({
  train: z.number().min(0).default(0.8),
  validation: z.number().min(0).default(0.05),
  test: z.number().min(0).default(0.15),
});
export type SplitRatios = z.infer<typeof SplitRatiosSchema>;

/**
 * Split of an object, scene or capture before anything is paired: everything made from one subject lands in one
 * split, whatever else is in the data set. Ratios need not sum to one.
 * @throws ConfigError `no-split-ratio` when all ratios are zero.
 */
export function splitOfSubject(subject: string | number, seed: string | number, ratios: SplitRatios): Split {
  const total = ratios.train + ratios.validation + ratios.test;
  if (!(total > 0)) {
    throw new ConfigError('no-split-ratio', 'All split ratios are zero.', {
      remedy: 'Give at least one of train, validation and test a ratio above zero.',
    });
  }
  const draw = createRandom(`${seed}/split/${subject}`).next() * total;
  if (draw < ratios.train) return 'train';
  return draw < ratios.train + ratios.validation || ratios.test === 0 ? 'validation' : 'test';
}
