/** Reads the reply of a chat-completions server: status, JSON, shape; each failure is a typed error. */
import { ProviderError } from '@parallax/lab';
import { z } from 'zod';
import { readChatStream } from './chat-stream.ts';
import { quote, type WholeReply } from './exchange.ts';

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

/**
 * @throws ProviderError; see `statusError` for the codes, and `incomplete-reply`, `garbage-reply`, `wrong-reply`: each
 * message quotes how the reply begins.
 */
export function readChatReply(response: WholeReply, url: string): ChatReply {
  const { body } = response;
  if (response.statusCode < 200 || response.statusCode > 299) throw statusError(response, url);
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

function statusError(response: WholeReply, url: string): ProviderError {
  const { statusCode: status, body } = response;
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
function retryAfterMs(response: WholeReply): number {
  const header = headerOf(response, 'retry-after');
  if (header === undefined) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function headerOf(response: WholeReply, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
