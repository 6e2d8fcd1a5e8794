/** Any server of the chat-completions protocol: vLLM, SGLang, a hosted model, or `parallax serve`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, LabError, ProviderError } from '@parallax/lab';
import pRetry from 'p-retry';
import { Agent, request as httpRequest } from 'undici';
import { BodyBuffers } from './body-buffers.ts';
import { type Budget, BudgetSpentError } from './budget.ts';
import { BusyServerError, type ChatReply, readChatReply } from './chat-reply.ts';
import { chatRequest } from './chat-request.ts';
import type { Completer, CompletionOutcome, CompletionRequest } from './completer.ts';
import { ImageUrls } from './image-urls.ts';
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
  readonly agent: Agent;
}

const MAX_PAUSE_MS = 60_000;
const CONNECT_TIMEOUT_MS = 20_000;

/** @throws ConfigError `bad-url` when `baseUrl` is not an http(s) address. */
export function openAiCompleter(options: OpenAiCompleterOptions): Completer {
  // Keep-alive connections, as many as are asked for at a time; the only time limit is ours, over the whole attempt.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const line = {
    url: chatUrl(options.baseUrl),
    options,
    images: new ImageUrls(),
    buffers: new BodyBuffers(),
    agent,
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
    const { body, digest } = chatRequest(url, options.model, request, images, buffers);
    const kept = await options.cache?.get(digest);
    if (kept != null) return { ...kept, latencyMs, requests, error: null };
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

async function send({ url, options, agent }: Line, body: Buffer, signal?: AbortSignal): Promise<ChatReply> {
  const { timeoutMs = 120_000 } = options;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (options.apiKey !== undefined) headers['authorization'] = `Bearer ${options.apiKey}`;
  // One controller and one timer an attempt: AbortSignal.any and AbortSignal.timeout cost several times as much.
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal?.reason);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort();
  }, timeoutMs);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await httpRequest(url, {
      method: 'POST',
      headers,
      body,
      dispatcher: agent,
      signal: stop.signal,
    });
    return await readChatReply(response, url);
  } catch (cause) {
    signal?.throwIfAborted();
    if (late) {
      throw new ProviderError('timeout', `${url} did not answer within ${timeoutMs} ms.`, {
        retryable: true,
        remedy: 'Raise the time limit or lower --concurrency.',
        cause,
      });
    }
    if (cause instanceof LabError) throw cause;
    throw new ProviderError('unreachable', `${url} cannot be reached: ${reasonOf(cause)}.`, {
      retryable: true,
      remedy: 'Check that the server runs and that the address is right.',
      cause,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  return code ?? message ?? String(cause);
}
