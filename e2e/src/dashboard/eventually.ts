import { expect } from 'vitest';

/** Something that becomes true soon; a machine that also trains a model is given time. */
export function eventually<T>(observe: () => T | Promise<T>, what?: string) {
  return expect.poll(observe, {
    timeout: 20_000,
    interval: 100,
    ...(what !== undefined && { message: what }),
  });
}
