/** POST /v1/chat/completions and GET /v1/models: local checkpoints for every client of the chat-completions protocol. */
import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import { errorResponse, openAiError, ProblemError, requireFound } from '../../http/problem.ts';
import type { ChatEvent, ChatModels, ServedModel } from '../../models/chat-models.ts';
import {
  ChatCompletionSchema,
  ChatRequestSchema,
  ModelEntrySchema,
  ModelListSchema,
  type Problem,
} from '../../schema.ts';
import { answers, answersWith, IdParams, newRouter, type RouteContext } from '../define.ts';
import { answerHead, chunksOf, completionOf } from './chat-answer.ts';
import { type ChatJobLimits, chatJobOf } from './chat-job.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/models',
  tags: ['models'],
  summary: 'Models that are served',
  responses: answers(ModelListSchema, 'All models by name'),
});

const detail = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  tags: ['models'],
  summary: 'One served model',
  request: { params: IdParams },
  responses: answers(ModelEntrySchema, 'The model'),
});

const events = answersWith('text/event-stream', 'With stream: true, chunks as server-sent events')[200]
  .content;

// Typed as the stream alone: the route's types know one kind of answer, the handler chooses between two.
const completionOrEvents = {
  ...answers(ChatCompletionSchema, 'The completions')[200].content,
  ...events,
} as unknown as typeof events;

const chat = createRoute({
  method: 'post',
  path: '/v1/chat/completions',
  tags: ['models'],
  summary: 'Complete a conversation with a local checkpoint',
  description:
    'Pictures are data URLs. Requests that wait together are decoded together; the same seed gives the same text.',
  request: { body: { required: true, content: { 'application/json': { schema: ChatRequestSchema } } } },
  responses: {
    ...answersWith('text/event-stream', 'Events'),
    200: { description: 'The completions', content: completionOrEvents },
  },
});

export interface ChatRouteOptions extends ChatJobLimits {
  /** null: no model is served, and every request for one is 404. */
  readonly models: ChatModels | null;
}

export function chatRoutes({ log }: RouteContext, options: ChatRouteOptions) {
  const { models } = options;
  const router = newRouter()
    .openapi(list, (c) => c.json({ object: 'list' as const, data: (models?.models ?? []).map(entryOf) }, 200))
    .openapi(detail, (c) => {
      const { id } = c.req.valid('param');
      return c.json(
        entryOf(
          requireFound(
            models?.models.find((model) => model.id === id),
            `model "${id}"`,
            '/v1/models',
          ),
        ),
        200,
      );
    });
  router.openapi(chat, async (c) => {
    const request = c.req.valid('json');
    if (models === null) {
      throw new ProblemError(
        ...([404, 'model-not-found', `There is no model "${request.model}".`] as const),
        'Start the server with --model NAME=CHECKPOINT.',
      );
    }
    const job = await chatJobOf(request, options);
    const leaving = new AbortController();
    const gone = c.req.raw.signal;
    const leave = (): void => leaving.abort();
    if (gone.aborted) leave();
    gone.addEventListener('abort', leave, { once: true });
    const head = answerHead(job);
    const source = models.complete(job, leaving.signal);
    if (request.stream !== true) return c.json(await completionOf(head, job, source), 200) as Response;
    // What goes wrong before the first event still has a status of its own.
    const iterator = source[Symbol.asyncIterator]();
    const first = await iterator.next();
    const chunks = chunksOf(
      head,
      job,
      resumed(first, iterator),
      request.stream_options?.include_usage === true,
    );
    return sendChunks(c, chunks, leave, log);
  });
  return router;
}

function sendChunks(
  context: Context,
  chunks: AsyncIterable<unknown>,
  leave: () => void,
  log: (line: string) => void,
): Response {
  context.header('content-type', 'text/event-stream; charset=utf-8');
  context.header('cache-control', 'no-store');
  context.header('x-accel-buffering', 'no');
  return stream(context, async (output) => {
    output.onAbort(leave);
    try {
      for await (const chunk of chunks) await output.write(`data: ${JSON.stringify(chunk)}\n\n`);
      await output.write('data: [DONE]\n\n');
    } catch (error) {
      if (output.aborted) return;
      const problem = (await errorResponse(context, error, log).json()) as Problem; // made two lines above
      await output.write(`data: ${JSON.stringify({ error: openAiError(problem, null) })}\n\n`);
    }
  });
}

async function* resumed(
  first: IteratorResult<ChatEvent>,
  rest: AsyncIterator<ChatEvent>,
): AsyncGenerator<ChatEvent> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function entryOf({ id, loadedAt, contextLength }: ServedModel) {
  return {
    ...{ id, object: 'model' as const, created: loadedAt, owned_by: 'parallax' },
    max_model_len: contextLength,
  };
}
