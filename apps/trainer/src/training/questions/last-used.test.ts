import { expect, it } from 'vitest';
import { LastUsed } from './last-used.ts';

function tracked(maxBytes: number) {
  const made: string[] = [];
  const cache = new LastUsed<string, number>(maxBytes, (bytes) => bytes);
  const get = (key: string, bytes = 10) =>
    cache.get(key, async () => {
      made.push(key);
      return bytes;
    });
  return { made, cache, get };
}

it('keeps values up to its bound and drops what was not used for longest', async () => {
  const { made, get } = tracked(30);
  for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await get(key);
  expect(made).toEqual(['a', 'b', 'c', 'd', 'b']);
});

it('makes a value once when it is asked for several times at once, and again after a failure', async () => {
  const { made, cache, get } = tracked(30);
  await Promise.all([get('a'), get('a'), get('a')]);
  expect(made).toEqual(['a']);
  const failing = () => cache.get('x', () => Promise.reject(new Error('unreadable')));
  await expect(Promise.all([failing(), failing()])).rejects.toThrow('unreadable');
  expect(await get('x', 7)).toBe(7);
});
