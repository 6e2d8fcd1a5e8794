/**
 * One POST over keep-alive connections, its answer read whole. On undici's handlers: its streams and abort signals, one
 * a request, cost more than the rest of a request.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { ProviderError } from '@parallax/lab';
import type { Client, Dispatcher } from 'undici';
import type { Connections } from './connections.ts';
import type { Exchange } from './under-way.ts';

/** A reply is text: one that is larger than this is a fault, and reading on would fill the memory. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;
const QUOTED_CHARS = 300;

export interface Post {
  /** For messages; `path` is its path. */
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WholeReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * @throws ProviderError `timeout`, `unreachable`, `incomplete-reply`, `reply-too-large`; the reason of `signal` when it
 * is aborted.
 */
export async function post(connections: Connections, what: Post, signal?: AbortSignal): Promise<WholeReply> {
  signal?.throwIfAborted();
  return new Promise((done, fail) => {
    new PostExchange(connections, what, done, fail, signal).start();
  });
}

class PostExchange implements Dispatcher.DispatchHandler, Exchange {
  readonly startedAt = performance.now();
  readonly signal: AbortSignal | undefined;
  readonly #connections: Connections;
  readonly #client: Client;
  readonly #post: Post;
  readonly #done: (reply: WholeReply) => void;
  readonly #fail: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #statusCode = 0;
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    connections: Connections,
    what: Post,
    done: (reply: WholeReply) => void,
    fail: (error: unknown) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#connections = connections;
    this.#client = connections.take();
    this.#post = what;
    this.#done = done;
    this.#fail = fail;
    this.signal = signal;
  }

  start(): void {
    const { path, headers, body } = this.#post;
    this.#connections.underWay.enter(this);
    this.#client.dispatch({ method: 'POST', path, headers, body }, this);
  }

  expire(): void {
    this.#end(this.#late());
  }

  abort(): void {
    this.#end(this.signal?.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was still waiting for a connection when it ended.
    if (this.#settled) controller.abort(new Error('ended'));
  }

  onResponseStart(_: unknown, statusCode: number, headers: IncomingHttpHeaders): void {
    this.#statusCode = statusCode;
    this.#headers = headers;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#bytes += chunk.byteLength;
    this.#chunks.push(chunk);
    if (this.#bytes > MAX_REPLY_BYTES) this.#end(this.#tooLarge());
  }

  onResponseEnd(): void {
    this.#connections.giveBack(this.#client);
    if (!this.#settle()) return;
    this.#done({ statusCode: this.#statusCode, headers: this.#headers, body: textOf(this.#chunks) });
  }

  onResponseError(_: unknown, cause: Error): void {
    this.#connections.giveBack(this.#client);
    if (this.#settle()) this.#fail(this.#statusCode === 0 ? this.#unreachable(cause) : this.#cut(cause));
  }

  /** Ends it from our side: the connection is closed, since its answer may still come. */
  #end(error: unknown): void {
    if (!this.#settle()) return;
    this.#fail(error);
    this.#controller?.abort(new Error('ended'));
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#connections.underWay.leave(this);
    return true;
  }

  #late(): ProviderError {
    const { timeoutMs } = this.#connections.underWay;
    return new ProviderError('timeout', `${this.#post.url} did not answer within ${timeoutMs} ms.`, {
      retryable: true,
      remedy: 'Raise the time limit or lower --concurrency.',
    });
  }

  #tooLarge(): ProviderError {
    const message = `${this.#post.url} sent more than ${MAX_REPLY_BYTES} bytes, which begin ${this.#beginning()}`;
    return new ProviderError('reply-too-large', message, {
      retryable: false,
      remedy: 'Lower --max-tokens, or check the server.',
    });
  }

  #unreachable(cause: Error & { code?: string }): ProviderError {
    const reason = cause.code ?? cause.message;
    return new ProviderError('unreachable', `${this.#post.url} cannot be reached: ${reason}.`, {
      retryable: true,
      remedy: 'Check that the server runs and that the address is right.',
      cause,
    });
  }

  #cut(cause: Error): ProviderError {
    const message = `${this.#post.url} closed after ${this.#bytes} bytes: ${this.#beginning()}`;
    return new ProviderError('incomplete-reply', message, {
      retryable: true,
      remedy: "See the server's log.",
      cause,
    });
  }

  #beginning(): string {
    return quote(textOf(this.#chunks.slice(0, 8)));
  }
}

/** How a reply begins, for messages. */
export function quote(body: string): string {
  const flat = body.replace(/\s+/g, ' ').trim();
  return JSON.stringify(flat.length > QUOTED_CHARS ? `${flat.slice(0, QUOTED_CHARS)}...` : flat);
}

function textOf(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1
    ? only.toString('utf8')
    : Buffer.concat(chunks).toString('utf8');
}
