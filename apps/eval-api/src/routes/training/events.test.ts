import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendMetrics, writeRunFolder } from '@parallax/store/fixture';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { parseMetricsEvent } from '../../client.ts';
import { type LiveLab, openLiveLab } from '../../live/live-lab.ts';

interface ServerEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

let lab: string;
let live: LiveLab;
let app: ReturnType<typeof createApp>;
let stopping: AbortController;
beforeEach(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-events-'));
  await writeRunFolder(lab, {
    ...{ name: 'run', stage: 'sft', datasetDigest: '0'.repeat(64), steps: 5, finished: false },
  });
  live = await openLiveLab({ lab, refreshMs: 0 });
  await live.index();
  stopping = new AbortController();
  app = createApp({ lab: live, stopping: stopping.signal });
});
afterEach(async () => {
  stopping.abort();
  await live.close();
  await rm(lab, { recursive: true, force: true });
});

/** Reads events as a browser does, until `enough` says so; then hangs up. */
async function readEvents(
  enough: (events: readonly ServerEvent[]) => boolean,
  options: { lastEventId?: string; search?: string } = {},
): Promise<ServerEvent[]> {
  const headers: Record<string, string> =
    options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId };
  const response = await app.request(`/api/runs/run/events${options.search ?? ''}`, { headers });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: ServerEvent[] = [];
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!enough(events)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
      const event = field('event');
      if (event !== null) events.push({ event, id: field('id'), data: field('data') ?? '' });
    }
  }
  await reader.cancel();
  return events;
}

const stepsOf = (events: readonly ServerEvent[]): number[] =>
  events.flatMap(({ event, data }) =>
    event === 'metrics' ? parseMetricsEvent(data).lines.map((line) => line.step) : [],
  );

test('lines come as they are written, and a reader that returns misses none and sees none twice', async () => {
  const first = await readEvents((events) => stepsOf(events).length >= 5);
  expect(stepsOf(first)).toEqual([1, 2, 3, 4, 5]);
  await appendMetrics(lab, 'run', 6, 9);
  const reading = readEvents((events) => stepsOf(events).includes(11), { lastEventId: first.at(-1)!.id! });
  await new Promise((done) => setTimeout(done, 300));
  await appendMetrics(lab, 'run', 10, 11);
  expect(stepsOf(await reading)).toEqual([6, 7, 8, 9, 10, 11]);
});

test('a page that has the curves asks for later steps only', async () => {
  const events = await readEvents((seen) => stepsOf(seen).length >= 2, { search: '?after=3' });
  expect(stepsOf(events)).toEqual([4, 5]);
});

test('a file that a resumed run cut back resets the reader and is sent from its start', async () => {
  const first = await readEvents((events) => stepsOf(events).length >= 5);
  const path = join(lab, 'runs/run/metrics.jsonl');
  const kept = (await readFile(path, 'utf8')).split('\n').slice(0, 2).join('\n');
  await writeFile(`${path}.part`, `${kept}\n`);
  await rename(`${path}.part`, path);
  await appendFile(
    path,
    '{"step":3,"loss":9}\n{"step":4,"loss":8}\n{"step":5,"loss":7}\n{"step":6,"loss":6}\n',
  );
  const again = await readEvents((events) => stepsOf(events).length >= 6, { lastEventId: first.at(-1)!.id! });
  expect(again[0]!.event).toBe('reset');
  expect(stepsOf(again)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('an unknown event id starts at the first line; a torn line waits', async () => {
  await appendFile(join(lab, 'runs/run/metrics.jsonl'), '{"step":6,"lo');
  const events = await readEvents((seen) => stepsOf(seen).length >= 5, { lastEventId: 'something' });
  expect(stepsOf(events)).toEqual([1, 2, 3, 4, 5]);
});

test('a finished run sends everything and "finished"; who comes back is told to stay away', async () => {
  await appendMetrics(lab, 'run', 6, 1600);
  await writeFile(join(lab, 'runs/run/result.json'), '{}');
  const events = await readEvents((seen) => seen.at(-1)?.event === 'finished');
  expect(stepsOf(events)).toEqual(Array.from({ length: 1600 }, (_, i) => i + 1));
  const headers = { 'last-event-id': events.at(-1)!.id! };
  expect((await app.request('/api/runs/run/events', { headers })).status).toBe(204);
});

test('a server that stops ends its streams', async () => {
  const reading = readEvents(() => false);
  await new Promise((done) => setTimeout(done, 200));
  stopping.abort();
  expect(stepsOf(await reading)).toEqual([1, 2, 3, 4, 5]);
});
