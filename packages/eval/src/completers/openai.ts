/** Any server of the chat-completions protocol: vLLM, SGLang, a hosted model, or `parallax serve`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, LabError, ProviderError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import pRetry from 'p-retry';
import { BodyBuffers } from '../chat/body-buffers.ts';
import { BusyServerError, type ChatReply, readChatReply } from '../chat/chat-reply.ts';
import { chatRequest } from '../chat/chat-request.ts';
import { Connections } from '../chat/connections.ts';
import { post } from '../chat/exchange.ts';
import { ImageUrls } from '../chat/image-urls.ts';
import { type Budget, BudgetSpentError } from './budget.ts';
import type { Completer, CompletionOutcome, CompletionRequest } from './completer.ts';
import type { RequestCache } from './request-cache.ts';

export interface OpenAiCompleterOptions {
  /** With or without the trailing /v1. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
  /** Per attempt, until the last byte. */
  readonly timeoutMs?: number;
  /** Attempts after the first, for retryable errors only. */
  readonly retries?: number;
  /** First pause; doubled each time, with jitter. */
  readonly backoffMs?: number;
  /** Called before every HTTP request, retries included; a LabError that it throws ends the request with its code. */
  readonly onAttempt?: () => void;
  /** Ends the run by BudgetSpentError once it is spent. */
  readonly budget?: Budget;
  /** Answers of earlier requests; those found there are not paid for again. */
  readonly cache?: RequestCache;
}

/** What stays the same over all requests of a completer. */
interface Line {
  readonly url: string;
  readonly options: OpenAiCompleterOptions;
  readonly images: ImageUrls;
  readonly buffers: BodyBuffers;
  readonly connections: Connections;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_PAUSE_MS = 60_000;
const TIMEOUT_MS = 120_000;

/** @throws ConfigError `bad-url` when `baseUrl` is not an http(s) address. */
export function openAiCompleter(options: OpenAiCompleterOptions): Completer {
  const url = new URL(chatUrl(options.baseUrl));
  const line = {
    url: url.href,
    path: url.pathname + url.search,
    headers: {
      'content-type': 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    },
    options,
    images: new ImageUrls(),
    buffers: new BodyBuffers(),
    connections: new Connections(url.origin, options.timeoutMs ?? TIMEOUT_MS),
  };
  return {
    modelId: options.model,
    batchSize: 1,
    complete: (requests, signal) => Promise.all(requests.map((request) => ask(line, request, signal))),
  };
}

/** Address of the chat endpoint below a server's base address. */
export function chatUrl(baseUrl: string): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new TypeError(`protocol ${url.protocol}`);
  } catch (cause) {
    throw new ConfigError('bad-url', `"${baseUrl}" is not an http(s) address.`, {
      remedy: 'For example http://127.0.0.1:8000/v1.',
      cause,
    });
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  url.pathname = `${path.endsWith('/v1') ? path : `${path}/v1`}/chat/completions`;
  return url.href;
}

async function ask(
  line: Line,
  request: CompletionRequest,
  signal: AbortSignal | undefined,
): Promise<CompletionOutcome> {
  const { url, options, images, buffers } = line;
  let latencyMs = 0;
  let requests = 0;
  try {
    // Built once: a retry sends the same bytes and never encodes an image again.
    const { body, text } = chatRequest(options.model, request, images, buffers);
    const digest = options.cache === undefined ? '' : sha256(`${url}\n${text}`);
    const kept = await options.cache?.get(digest);
    if (kept != null) {
      buffers.giveBack(body);
      return { ...kept, latencyMs, requests, error: null };
    }
    const attempt = async (): Promise<ChatReply> => {
      options.budget?.takeRequest();
      options.onAttempt?.();
      requests++;
      const startedAt = performance.now();
      try {
        return await send(line, body, signal);
      } finally {
        latencyMs = performance.now() - startedAt;
      }
    };
    const reply = await retried(attempt, options, signal);
    buffers.giveBack(body);
    const { promptTokens, completionTokens } = reply;
    options.budget?.add({
      requests: 0,
      promptTokens: promptTokens ?? 0,
      completionTokens: completionTokens ?? 0,
    });
    await options.cache?.put(digest, reply);
    return { ...reply, latencyMs, requests, error: null };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof LabError) || error instanceof BudgetSpentError || error.code === 'disk-full') {
      throw error;
    }
    const retryable = error instanceof ProviderError && error.retryable;
    const failure = { code: error.code, message: error.message, retryable };
    return { text: null, finishReason: null, completionTokens: null, latencyMs, requests, error: failure };
  }
}

/** Pauses that double with jitter; where the server names a pause it is kept before. */
function retried(
  attempt: () => Promise<ChatReply>,
  { retries = 4, backoffMs = 500 }: OpenAiCompleterOptions,
  signal: AbortSignal | undefined,
): Promise<ChatReply> {
  const abort = signal === undefined ? {} : { signal };
  return pRetry(attempt, {
    retries,
    minTimeout: backoffMs,
    maxTimeout: MAX_PAUSE_MS,
    factor: 2,
    randomize: true,
    ...abort,
    shouldRetry: ({ error }) => error instanceof ProviderError && error.retryable,
    onFailedAttempt: async ({ error, retriesLeft }) => {
      if (error instanceof BusyServerError && retriesLeft > 0) {
        await sleep(Math.min(error.retryAfterMs, MAX_PAUSE_MS), undefined, abort);
      }
    },
  });
}

async function send(
  { url, path, headers, connections }: Line,
  body: Buffer,
  signal?: AbortSignal,
): Promise<ChatReply> {
  return readChatReply(await post(connections, { url, path, headers, body }, signal), url);
}
