/** Reads the reply of a chat-completions server: status, size, JSON, shape; each failure is a typed error. */
import { ProviderError } from '@parallax/lab';
import { z } from 'zod';

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

/** A ProviderError with the pause that the server asked for. */
export class BusyServerError extends ProviderError {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super('rate-limited', message, {
      retryable: true,
      remedy: 'Lower --concurrency, or raise the limit of the server.',
    });
    this.retryAfterMs = retryAfterMs;
  }
}

/** @throws ProviderError; see `statusError` for the codes, and `reply-too-large`, `garbage-reply`, `wrong-reply`. */
export async function readChatReply(response: Response, url: string): Promise<ChatReply> {
  const body = await readLimited(response, url);
  if (!response.ok) throw statusError(response, body, url);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new ProviderError('garbage-reply', `${url} answered 200 with what is not JSON: ${quote(body)}`, {
      retryable: true,
      remedy: 'Check that the address is that of a chat-completions server.',
      cause,
    });
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

function statusError(response: Response, body: string, url: string): ProviderError {
  const { status } = response;
  const message = `${url} answered ${status}: ${quote(body)}`;
  if (status === 429) return new BusyServerError(message, retryAfterMs(response));
  if (status === 401 || status === 403) {
    return new ProviderError('unauthorized', message, { retryable: false, remedy: 'Give a valid API key.' });
  }
  if (status === 404) {
    return new ProviderError('not-served', message, {
      retryable: false,
      remedy: "Check the address and the model's name (the server's /v1/models lists them).",
    });
  }
  if (status >= 500 || status === 408 || status === 425) {
    return new ProviderError('server-error', message, { retryable: true, remedy: "See the server's log." });
  }
  return new ProviderError('rejected', message, {
    retryable: false,
    remedy: 'See the reply for the reason.',
  });
}

/** Seconds or a date; absent or unreadable means no wish. */
function retryAfterMs(response: Response): number {
  const header = response.headers.get('retry-after');
  if (header === null) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

async function readLimited(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) {
      throw new ProviderError('reply-too-large', `${url} sent more than ${MAX_REPLY_BYTES} bytes.`, {
        retryable: false,
        remedy: 'Lower --max-tokens, or check the server.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function quote(body: string): string {
  const flat = body.replace(/\s+/g, ' ').trim();
  return JSON.stringify(flat.length > QUOTED_CHARS ? `${flat.slice(0, QUOTED_CHARS)}...` : flat);
}
