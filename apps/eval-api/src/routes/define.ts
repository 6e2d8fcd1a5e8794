/** What all routes have in common: checked parameters, declared answers, problem documents. */
import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { invalidRequest } from '../http/problem.ts';
import type { LiveLab } from '../live/live-lab.ts';
import { ProblemSchema } from '../schema.ts';

export interface RouteContext {
  readonly lab: LiveLab;
  readonly log: (line: string) => void;
}

export function newRouter(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, context) => {
      if (!result.success) return invalidRequest(context, result.target, result.error);
      return undefined;
    },
  });
}

/** A JSON answer, and problem documents for everything else. */
export function answers<S extends z.ZodType>(schema: S, description: string) {
  return {
    200: { description, content: { 'application/json': { schema } } },
    default: problems,
  } satisfies RouteConfig['responses'];
}

/** An answer of another media type. */
export function answersWith(contentType: string, description: string, schema: z.ZodType = z.string()) {
  return {
    200: { description, content: { [contentType]: { schema } } },
    default: problems,
  } satisfies RouteConfig['responses'];
}

const problems = {
  description: 'RFC 9457 problem document',
  content: { 'application/problem+json': { schema: ProblemSchema } },
};

/**
 * A whole number in an address. Number("") is 0 and Number("0x10") is 16: nobody who writes these means them.
 * The description is ours: the generator would allow null, since text becomes a number here.
 */
export function integerText(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))
    .openapi({ type: 'integer', minimum, maximum });
}

/** More steps, lines or samples than any file of a lab holds. */
export const MOST_ROWS = 1_000_000_000_000;
const MAX_PAGE = 200;
const name = z.string().min(1).max(500);

export const NameParams = z.object({ name });
export const IdParams = z.object({ id: name });

/** Page parameters: `cursor` is the `nextCursor` of the page before. */
export const PageQuerySchema = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'a nextCursor of an earlier answer')
    .optional(),
  limit: integerText(1, MAX_PAGE).default(50).openapi({ default: 50 }),
});

export function pageOptions(query: z.infer<typeof PageQuerySchema>): { after?: number; limit: number } {
  const { cursor, limit } = query;
  return cursor === undefined ? { limit } : { after: Number(cursor), limit };
}

export function nextCursor(next: number | null): string | null {
  return next === null ? null : String(next);
}
