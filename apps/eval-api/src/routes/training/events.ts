/** GET /api/runs/{name}/events: new lines of metrics.jsonl as server-sent events, straight from the file. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute } from '@hono/zod-openapi';
import { findRun, type LinePlace, LooseMetricsLineSchema, readNewLines, START } from '@parallax/store';
import { stream } from 'hono/streaming';
import type { StreamingApi } from 'hono/utils/stream';
import { z } from 'zod';
import type { Places } from '../../http/places.ts';
import { requireFound } from '../../http/problem.ts';
import type { MetricsEvent } from '../../schema.ts';
import { answersWith, integerText, MOST_ROWS, NameParams, newRouter, type RouteContext } from '../define.ts';
import { formatPlace, parsePlace } from './event-place.ts';

const events = createRoute({
  method: 'get',
  path: '/api/runs/{name}/events',
  tags: ['training'],
  summary: 'Server-sent events of a run',
  description:
    'Events: "metrics" with new lines, "reset" when the file was cut back by a resumed run, "finished" at the end. ' +
    'A reader that comes back with Last-Event-ID goes on where it was; without one it starts at the first line.',
  request: {
    params: NameParams,
    query: z.object({
      /** At the first connection: only lines of later steps, for a reader that has asked for the curves. */
      after: integerText(-1, MOST_ROWS).default(-1).openapi({ default: -1 }),
    }),
  },
  responses: answersWith(
    'text/event-stream',
    'Events, each with the JSON of its data as text',
    z.object({ event: z.string().optional(), id: z.string().optional(), data: z.string().optional() }),
  ),
});

const POLL_MS = 500;
/** Something now and then keeps proxies from closing a quiet stream, and shows us when the reader has gone. */
const HEARTBEAT_MS = 15_000;
const LINES_PER_EVENT = 500;

export function eventRoutes({ lab }: RouteContext, stopping: AbortSignal, places: Places) {
  const router = newRouter();
  router.openapi(events, async (context) => {
    const { name } = context.req.valid('param');
    const run = requireFound(await findRun(await lab.store(), name), `run "${name}"`, '/api/runs');
    const folder = join(lab.folder, 'runs', run.name);
    const path = join(folder, 'metrics.jsonl');
    const isOver = (): Promise<boolean> =>
      stat(join(folder, 'result.json')).then(
        () => true,
        () => false,
      );
    context.header('cache-control', 'no-store');
    context.header('x-accel-buffering', 'no');
    const known = parsePlace(context.req.header('last-event-id'));
    // A browser comes back when a stream ends; 204 tells it to stay away, since nothing will follow.
    if (known !== null && (await isOver()) && (await hasNothingNew(path, known)))
      return context.body(null, 204);
    const giveBack = places.take();
    context.header('content-type', 'text/event-stream');
    const follow = async (output: StreamingApi): Promise<void> => {
      const over = new AbortController();
      output.onAbort(() => over.abort());
      const stop = AbortSignal.any([stopping, over.signal]);
      let place = known ?? START;
      let after = known === null ? context.req.valid('query').after : -1;
      let quietSince = performance.now();
      await output.write('retry: 2000\n\n');
      while (!stop.aborted) {
        // Asked before reading: what a run writes last is then read before "finished" is said.
        const last = await isOver();
        const news = await readNewLines(path, LooseMetricsLineSchema, place);
        if (news !== null) {
          if (news.restarted) {
            after = -1;
            await output.write(`event: reset\nid: ${formatPlace(START)}\ndata: {}\n\n`);
          }
          const lines = news.items.filter(({ step }) => step > after);
          place = news.place;
          if (lines.length > 0) {
            await writeLines(output, lines, formatPlace(place));
            quietSince = performance.now();
          }
          if (news.more) continue;
        }
        if (last) {
          await output.write(`event: finished\nid: ${formatPlace(place)}\ndata: {}\n\n`);
          return;
        }
        if (performance.now() - quietSince > HEARTBEAT_MS) {
          await output.write(': still here\n\n');
          quietSince = performance.now();
        }
        await pause(POLL_MS, stop);
      }
    };
    return stream(context, (output) => follow(output).finally(giveBack));
  });
  return router;
}

async function hasNothingNew(path: string, place: LinePlace): Promise<boolean> {
  const news = await readNewLines(path, LooseMetricsLineSchema, place);
  return news !== null && !news.restarted && news.items.length === 0;
}

/** All lines share the last one's id: a reader that is cut off in between gets them again, and steps are idempotent. */
async function writeLines(
  output: { write(text: string): Promise<unknown> },
  lines: readonly MetricsEvent['lines'][number][],
  id: string,
): Promise<void> {
  for (let start = 0; start < lines.length; start += LINES_PER_EVENT) {
    const last = start + LINES_PER_EVENT >= lines.length;
    const data: MetricsEvent = { lines: lines.slice(start, start + LINES_PER_EVENT) };
    await output.write(`event: metrics\n${last ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}
