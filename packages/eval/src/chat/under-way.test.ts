import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Exchange, UnderWay } from './under-way.ts';

const TIMEOUT_MS = 150;

function enter(all: UnderWay, ended: string[], name: string, signal?: AbortSignal): Exchange {
  const end = (how: string): void => {
    all.leave(exchange);
    ended.push(`${name} ${how}`);
  };
  const exchange: Exchange = {
    startedAt: performance.now(),
    signal,
    expire: () => end('expired'),
    abort: () => end('aborted'),
  };
  all.enter(exchange);
  return exchange;
}

it('expires each exchange once, after its own time, and never one that has left', async () => {
  const all = new UnderWay(TIMEOUT_MS);
  const ended: string[] = [];
  const first = enter(all, ended, 'first');
  const left = enter(all, ended, 'left');
  await sleep(TIMEOUT_MS / 2);
  const second = enter(all, ended, 'second');
  all.leave(left);
  while (ended.length < 1) await sleep(1);
  expect(performance.now() - first.startedAt).toBeGreaterThanOrEqual(TIMEOUT_MS);
  while (ended.length < 2) await sleep(1);
  expect(performance.now() - second.startedAt).toBeGreaterThanOrEqual(TIMEOUT_MS);
  // The timer found none under way any more: the next sets it again.
  enter(all, ended, 'third');
  while (ended.length < 3) await sleep(1);
  expect(ended).toEqual(['first expired', 'second expired', 'third expired']);
});

it('aborts the exchanges of a signal, all of them and no others', () => {
  const all = new UnderWay(60_000);
  const ended: string[] = [];
  const [one, other] = [new AbortController(), new AbortController()];
  enter(all, ended, 'a', one.signal);
  enter(all, ended, 'b', other.signal);
  enter(all, ended, 'c', one.signal);
  all.leave(enter(all, ended, 'gone', one.signal));
  enter(all, ended, 'd');
  one.abort();
  expect(ended).toEqual(['a aborted', 'c aborted']);
});
