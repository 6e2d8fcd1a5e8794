/** The OpenAPI document as one page without scripts or outside requests. */

import type { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';

type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  section { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.75rem 0; }
  code { font: 0.95em ui-monospace, monospace; }
  .method { text-transform: uppercase; font-weight: 600; }
  td, th { text-align: left; padding: 0.1rem 1rem 0.1rem 0; vertical-align: top; }
`;

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly { name?: string; in?: string; required?: boolean; schema?: object }[];
}

export function docsPage(document: OpenApiDocument) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${document.info.title}: API</title>
<style>${STYLE}</style></head>
<body>
<h1>${document.info.title}: API</h1>
<p>${document.info.description} The same as a machine reads it: <a href="/openapi.json">/openapi.json</a>.</p>
${operations.map(
  ({ path, method, operation }) => html`<section>
<p><span class="method">${method}</span> <code>${path}</code></p>
<p>${operation.summary}${operation.description === undefined ? '' : `. ${operation.description}`}</p>
${parameterTable(operation)}
</section>`,
)}
</body></html>`;
}

function parameterTable({ parameters = [] }: Operation) {
  if (parameters.length === 0) return '';
  return html`<table>${parameters.map(
    (parameter) =>
      html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}${
        parameter.required === true ? ', required' : ''
      }</td><td><code>${JSON.stringify(parameter.schema ?? {})}</code></td></tr>`,
  )}</table>`;
}
