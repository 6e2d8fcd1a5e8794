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
const BEARER = {
  type: 'http' as const,
  scheme: 'bearer',
  description: 'A token of `parallax serve --add-token`: scope `read` for GET, `submit` for POST.',
};

/** Must come after all routes that it describes. @param guarded the server asks for a token. */
export function addDocuments(app: OpenAPIHono, guarded: boolean): void {
  if (guarded) app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', BEARER);
  const make = () =>
    withPlainTuples(app.getOpenAPI31Document(guarded ? { ...INFO, security: [{ bearer: [] }] } : INFO));
  let document: ReturnType<typeof make> | null = null;
  const once = () => {
    document ??= make();
    return document;
  };
  app.get('/openapi.json', (context) => context.json(once()));
  app.get('/docs', (context) => context.html(docsPage(once())));
}

/**
 * The generator writes a tuple without its length. Where all its places have one schema, a list of that length says
 * the same to readers that know no `prefixItems`.
 */
function withPlainTuples<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withPlainTuples) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withPlainTuples(member)]),
  );
  const { prefixItems: places, ...rest } = members;
  if (!Array.isArray(places)) return members as T;
  const length = places.length;
  const same = places.every((place) => JSON.stringify(place) === JSON.stringify(places[0]));
  const items = same ? { items: places[0] } : { prefixItems: places, items: false };
  return { ...rest, ...items, minItems: length, maxItems: length } as T;
}
