/** Puts the application on a port, and takes it down so that answers under way are finished. */
import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { ConfigError } from '@parallax/lab';
import type { Problem } from '../schema.ts';

export interface ListenOptions {
  /** `bindings` hold the socket: who asks. */
  readonly fetch: (request: Request, bindings: HttpBindings) => Response | Promise<Response>;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Waits for the answers that are under way now, at most so long. It still listens: new requests can be told. */
  drain(graceMs: number): Promise<void>;
  /** Listens no more; after the pause it cuts what is left. */
  stop(graceMs?: number): Promise<void>;
}

/** Lists of keys stand in addresses; encoded, a character takes up to nine bytes. */
const MAX_HEADER_BYTES = 64 * 1024;
/** A busy server that closes a quiet connection just when the next request comes over it resets that request. */
const KEEP_ALIVE_MS = 75_000;
/** Connections that may wait to be accepted: a thousand readers may come at once. The system's own limit is often 4096. */
const BACKLOG = 4096;

/** @throws ConfigError `port-in-use`, `port-forbidden`, `host-unknown`. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { fetch, host, port } = options;
  // The adaptor makes an HTTP/1 server unless it is given another `createServer`.
  const handle = (request: Request, bindings: HttpBindings | Http2Bindings) =>
    fetch(request, bindings as HttpBindings);
  const server = createAdaptorServer({
    ...{ fetch: handle, hostname: host, overrideGlobalObjects: false },
    serverOptions: { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE_MS },
  }) as Server;
  server.on('clientError', refuse);
  const underWay = new Set<ServerResponse>();
  server.on('request', (_request, response: ServerResponse) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(describeListenFailure(error, host, port)));
    server.listen({ port, host, backlog: BACKLOG }, done);
  });
  const address = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${address.port}`,
    port: address.port,
    drain: async (graceMs) => {
      const ended = [...underWay].map((response) => new Promise((done) => response.once('close', done)));
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise((done) => {
        timer = setTimeout(done, graceMs);
      });
      await Promise.race([Promise.all(ended), patience]);
      clearTimeout(timer);
    },
    stop: (graceMs = 1000) =>
      new Promise((done) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          done();
        });
        server.closeIdleConnections();
      }),
  };
}

function describeListenFailure(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  const options = { cause: error };
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError('port-in-use', `Port ${port} on ${host} is in use.`, {
        ...options,
        remedy: `Stop the process that listens there, or choose another port: --port ${port + 1}, or --port 0 for a free one.`,
      });
    case 'EACCES':
      return new ConfigError('port-forbidden', `Port ${port} may not be used by this user.`, {
        ...options,
        remedy: 'Choose a port above 1023, for example --port 8787.',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError('host-unknown', `${host} is no address of this machine.`, {
        ...options,
        remedy: 'Use --host 127.0.0.1, or --host 0.0.0.0 with tokens.',
      });
    default:
      return error;
  }
}

/** Node answers what is no request, or too long a one, without a body; ours is a problem document like all others. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = error.code === 'HPE_HEADER_OVERFLOW' ? TOO_LONG : NOT_HTTP;
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const TOO_LONG: Problem = {
  ...{ type: 'urn:parallax:problem:headers-too-large', title: 'Headers too large', status: 431 },
  ...{ code: 'headers-too-large', detail: `Address and headers may take ${MAX_HEADER_BYTES} bytes.` },
  remedy: 'Ask for less at a time, or send what is long in a body.',
};
const NOT_HTTP: Problem = {
  ...{ type: 'urn:parallax:problem:not-http', title: 'Not HTTP', status: 400 },
  ...{ code: 'not-http', detail: 'This is no HTTP/1.1 request.' },
  remedy: 'Ask with a client of HTTP/1.1, without TLS.',
};
