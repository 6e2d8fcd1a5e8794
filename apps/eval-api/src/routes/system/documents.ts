/** GET /openapi.json and /docs: the API described from its own routes. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { docsPage } from './docs-page.ts';

const INFO = {
  openapi: '3.1.0',
  info: {
    title: 'Parallax lab',
    version: '1',
    description:
      'Records of all stages: data sets, runs, evaluations, reports. Errors are RFC 9457 problem documents.',
  },
};

/** Must come after all routes that it describes. */
export function addDocuments(app: OpenAPIHono): void {
  const document = () => withPrefixItems(app.getOpenAPI31Document(INFO));
  app.get('/openapi.json', (context) => context.json(document()));
  app.get('/docs', (context) => context.html(docsPage(document())));
}

/** OpenAPI 3.1 has the tuples of JSON Schema 2020-12; the generator still writes them as lists of `items`. */
function withPrefixItems<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withPrefixItems) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] =>
    key === 'items' && Array.isArray(member)
      ? [
          ['prefixItems', withPrefixItems(member)],
          ['items', false],
        ]
      : [[key, withPrefixItems(member)]],
  );
  return Object.fromEntries(entries) as T;
}
