/** Reads the reply of a chat-completions server: status, size, JSON, shape; each failure is a typed error. */
import { ProviderError } from '@parallax/lab';
import { z } from 'zod';
import { readChatStream } from './chat-stream.ts';

/** A reply is text: one that is larger than this is a fault, and reading on would fill the memory. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;
const QUOTED_CHARS = 300;

const ChatReplySchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
          reasoning_content: z.string().nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int().nullish(), completion_tokens: z.int().nullish() }).nullish(),
});

export interface ChatReply {
  readonly text: string;
  readonly finishReason: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

/** A ProviderError with the pause that the server asked for, 0 where it named none. */
export class BusyServerError extends ProviderError {
  readonly retryAfterMs: number;

  constructor(code: string, message: string, retryAfterMs: number) {
    super(code, message, {
      retryable: true,
      remedy: "Lower --concurrency, raise the limit of the server, or see the server's log.",
    });
    this.retryAfterMs = retryAfterMs;
  }
}

/** What undici gives: a status, headers and a body in chunks. */
export interface ChatResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * @throws ProviderError; see `statusError` for the codes, and `reply-too-large`, `incomplete-reply`, `garbage-reply`,
 * `wrong-reply`: each message quotes how the reply begins.
 */
export async function readChatReply(response: ChatResponse, url: string): Promise<ChatReply> {
  const body = await readLimited(response, url);
  if (response.statusCode < 200 || response.statusCode > 299) throw statusError(response, body, url);
  if (headerOf(response, 'content-type')?.includes('text/event-stream')) {
    return readChatStream(body) ?? fail('incomplete-reply', `${url} sent a stream that is not whole`, body);
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    return fail('garbage-reply', `${url} answered ${response.statusCode} with what is not JSON`, body, cause);
  }
  const parsed = ChatReplySchema.safeParse(value);
  const choice = parsed.data?.choices[0];
  if (choice === undefined) {
    throw new ProviderError(
      'wrong-reply',
      `${url} answered JSON that is no chat completion: ${quote(body)}`,
      {
        retryable: false,
        remedy: 'Check that the address is that of a chat-completions server.',
      },
    );
  }
  const { content } = choice.message;
  const text =
    typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('');
  return {
    text,
    finishReason: choice.finish_reason ?? null,
    promptTokens: parsed.data?.usage?.prompt_tokens ?? null,
    completionTokens: parsed.data?.usage?.completion_tokens ?? null,
  };
}

/** A reply that another attempt may mend. */
function fail(code: string, what: string, body: string, cause?: unknown): never {
  throw new ProviderError(code, `${what}: ${quote(body)}`, {
    retryable: true,
    remedy: 'Check that the address is that of a chat-completions server, and see its log.',
    cause,
  });
}

function statusError(response: ChatResponse, body: string, url: string): ProviderError {
  const status = response.statusCode;
  const message = `${url} answered ${status}: ${quote(body)}`;
  if (status === 429) return new BusyServerError('rate-limited', message, retryAfterMs(response));
  if (status === 401 || status === 403) {
    return new ProviderError('unauthorized', message, { retryable: false, remedy: 'Give a valid API key.' });
  }
  if (status === 404) {
    return new ProviderError('not-served', message, {
      retryable: false,
      remedy: "Check the address and the model's name (the server's /v1/models lists them).",
    });
  }
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return new BusyServerError('server-error', message, retryAfterMs(response));
  }
  return new ProviderError('rejected', message, {
    retryable: false,
    remedy: 'See the reply for the reason.',
  });
}

/** Seconds or a date; absent or unreadable means no wish. */
function retryAfterMs(response: ChatResponse): number {
  const header = headerOf(response, 'retry-after');
  if (header === undefined) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function headerOf(response: ChatResponse, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function readLimited(response: ChatResponse, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const begin = (): string => quote(Buffer.concat(chunks.slice(0, 8)).toString('utf8'));
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      chunks.push(chunk);
      if (bytes > MAX_REPLY_BYTES) break;
    }
  } catch (cause) {
    if (!isCut(cause)) throw cause;
    throw new ProviderError('incomplete-reply', `${url} closed after ${bytes} bytes: ${begin()}`, {
      retryable: true,
      remedy: "See the server's log.",
      cause,
    });
  }
  if (bytes > MAX_REPLY_BYTES) {
    const message = `${url} sent more than ${MAX_REPLY_BYTES} bytes, which begin ${begin()}`;
    throw new ProviderError('reply-too-large', message, {
      retryable: false,
      remedy: 'Lower --max-tokens, or check the server.',
    });
  }
  return chunks.length === 1 && chunks[0] instanceof Buffer
    ? chunks[0].toString('utf8')
    : Buffer.concat(chunks).toString('utf8');
}

/** The connection ended in the middle of the body; an abort of ours is something else. */
function isCut(cause: unknown): boolean {
  const { name, code } = cause as { name?: string; code?: string };
  return name !== 'AbortError' && name !== 'TimeoutError' && code !== 'UND_ERR_ABORTED';
}

function quote(body: string): string {
  const flat = body.replace(/\s+/g, ' ').trim();
  return JSON.stringify(flat.length > QUOTED_CHARS ? `${flat.slice(0, QUOTED_CHARS)}...` : flat);
}
