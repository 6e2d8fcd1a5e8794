/** The built dashboard: its files, and its page for every address that is a view of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

/** Vite puts a digest into the names of the files below assets/: they may be kept for good. */
const HASHED = '/assets/';

/** @param folder the build's output: index.html and assets/. */
export function dashboardFiles(folder: string): MiddlewareHandler {
  const files = serveStatic({
    root: folder,
    onFound: (_path, context) => {
      const hashed = context.req.path.startsWith(HASHED);
      context.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return async (context, next) => {
    const { method, path } = context.req;
    if (method !== 'GET' && method !== 'HEAD') return next();
    if (path.startsWith('/api/') || path.startsWith('/v1/')) return next();
    const wantsPage = context.req.header('accept')?.includes('text/html') === true;
    return files(context, async () => {
      // A missing script must be a 404, not a page.
      if (!wantsPage || path.startsWith(HASHED)) return next();
      const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
      if (page === null) return next();
      context.res = context.html(page, 200, { 'cache-control': 'no-cache' });
      return undefined;
    });
  };
}
