/** Any server of the chat-completions protocol: vLLM, SGLang, a hosted model, or `parallax serve`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatMessage } from '@parallax/dataset/schema';
import { ConfigError, LabError, ProviderError } from '@parallax/lab';
import pRetry from 'p-retry';
import { BusyServerError, type ChatReply, readChatReply } from './chat-reply.ts';
import type { Completer, CompletionOutcome, CompletionRequest } from './completer.ts';
import { imageDataUrl } from './data-url.ts';

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
}

const MAX_PAUSE_MS = 60_000;

/** @throws ConfigError `bad-url` when `baseUrl` is not an http(s) address. */
export function openAiCompleter(options: OpenAiCompleterOptions): Completer {
  const url = chatUrl(options.baseUrl);
  return {
    modelId: options.model,
    batchSize: 1,
    complete: (requests, signal) =>
      Promise.all(requests.map((request) => ask(url, options, request, signal))),
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
  url: string,
  options: OpenAiCompleterOptions,
  request: CompletionRequest,
  signal: AbortSignal | undefined,
): Promise<CompletionOutcome> {
  let latencyMs = 0;
  try {
    // Built once: a retry sends the same bytes and never encodes an image again.
    const body = JSON.stringify(requestBody(options.model, request));
    const reply = await pRetry(
      async () => {
        options.onAttempt?.();
        const startedAt = performance.now();
        try {
          return await send(url, options, body, signal);
        } finally {
          latencyMs = performance.now() - startedAt;
        }
      },
      {
        retries: options.retries ?? 4,
        minTimeout: options.backoffMs ?? 500,
        maxTimeout: MAX_PAUSE_MS,
        factor: 2,
        randomize: true,
        ...(signal === undefined ? {} : { signal }),
        shouldRetry: ({ error }) => error instanceof ProviderError && error.retryable,
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (error instanceof BusyServerError && retriesLeft > 0) {
            await sleep(
              Math.min(error.retryAfterMs, MAX_PAUSE_MS),
              undefined,
              signal === undefined ? {} : { signal },
            );
          }
        },
      },
    );
    return { ...reply, latencyMs, error: null };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof LabError)) throw error;
    const retryable = error instanceof ProviderError && error.retryable;
    const failure = { code: error.code, message: error.message, retryable };
    return { text: null, finishReason: null, completionTokens: null, latencyMs, error: failure };
  }
}

async function send(
  url: string,
  options: OpenAiCompleterOptions,
  body: string,
  signal: AbortSignal | undefined,
): Promise<ChatReply> {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (options.apiKey !== undefined) headers['authorization'] = `Bearer ${options.apiKey}`;
  try {
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    const response = await fetch(url, { method: 'POST', headers, body, signal: either });
    return await readChatReply(response, url);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof LabError) throw cause;
    if (timeout.aborted) {
      throw new ProviderError('timeout', `${url} did not answer within ${timeoutMs} ms.`, {
        retryable: true,
        remedy: 'Raise the time limit or lower --concurrency.',
        cause,
      });
    }
    throw new ProviderError('unreachable', `${url} cannot be reached: ${reasonOf(cause)}.`, {
      retryable: true,
      remedy: 'Check that the server runs and that the address is right.',
      cause,
    });
  }
}

function requestBody(model: string, request: CompletionRequest): Record<string, unknown> {
  const images = [...request.images];
  const messages = request.messages.map((message) => ({
    role: message.role,
    content: contentOf(message, images, request.id),
  }));
  return {
    model,
    messages,
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    seed: request.seed,
    ...(request.stop === undefined ? {} : { stop: request.stop }),
  };
}

/** Replaces image parts by data URLs, taking the next image each time. */
function contentOf(message: ChatMessage, images: Uint8Array[], id: string): unknown {
  if (typeof message.content === 'string') return message.content;
  return message.content.map((part) => {
    if (part.type === 'text') return part;
    const bytes = images.shift();
    const url = imageDataUrl(bytes ?? new Uint8Array(), `Image of sample ${id}`);
    return { type: 'image_url', image_url: { url } };
  });
}

function reasonOf(cause: unknown): string {
  const inner = (cause as { cause?: { code?: string; message?: string } } | undefined)?.cause;
  return inner?.code ?? inner?.message ?? (cause instanceof Error ? cause.message : String(cause));
}
