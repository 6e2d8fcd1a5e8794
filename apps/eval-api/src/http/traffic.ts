/** Counts requests and their durations for /metrics. */
import type { TableCount } from '@parallax/store';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

/** Upper bounds of the duration buckets, seconds. */
const BUCKETS = [0.005, 0.02, 0.1, 0.5, 2, 10];

interface Series {
  count: number;
  seconds: number;
  readonly buckets: number[];
}

export interface Traffic {
  readonly middleware: MiddlewareHandler;
  /** Prometheus text exposition format 0.0.4. */
  exposition(tables: readonly TableCount[], chatRequests: number): string;
}

export function createTraffic(): Traffic {
  const series = new Map<string, Series>();
  return {
    middleware: async (context, next) => {
      const startedAt = performance.now();
      await next();
      // The pattern, not the path: one series a route, however many questions there are.
      const labels = `method="${context.req.method}",route="${routePath(context, -1)}",status="${context.res.status}"`;
      const seconds = (performance.now() - startedAt) / 1000;
      const own = series.get(labels) ?? { count: 0, seconds: 0, buckets: BUCKETS.map(() => 0) };
      own.count++;
      own.seconds += seconds;
      BUCKETS.forEach((bound, i) => {
        if (seconds <= bound) own.buckets[i]!++;
      });
      series.set(labels, own);
    },
    exposition: (tables, chatRequests) => {
      const lines = [
        '# HELP parallax_http_request_seconds Time to the first byte of an answer.',
        '# TYPE parallax_http_request_seconds histogram',
      ];
      for (const [labels, { count, seconds, buckets }] of [...series].sort()) {
        BUCKETS.forEach((bound, i) => {
          lines.push(`parallax_http_request_seconds_bucket{${labels},le="${bound}"} ${buckets[i]}`);
        });
        lines.push(`parallax_http_request_seconds_bucket{${labels},le="+Inf"} ${count}`);
        lines.push(`parallax_http_request_seconds_sum{${labels}} ${seconds}`);
        lines.push(`parallax_http_request_seconds_count{${labels}} ${count}`);
      }
      lines.push('# HELP parallax_records Rows of the index by table.', '# TYPE parallax_records gauge');
      for (const { table, rows } of tables) lines.push(`parallax_records{table="${table}"} ${rows}`);
      lines.push('# HELP parallax_chat_requests Completions that wait or are decoded.');
      lines.push('# TYPE parallax_chat_requests gauge', `parallax_chat_requests ${chatRequests}`);
      lines.push('# HELP process_resident_memory_bytes Resident memory.');
      lines.push('# TYPE process_resident_memory_bytes gauge');
      lines.push(`process_resident_memory_bytes ${process.memoryUsage.rss()}`);
      return `${lines.join('\n')}\n`;
    },
  };
}
