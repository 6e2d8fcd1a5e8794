/** Puts the application on a port, and takes it down so that answers under way are finished. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import { ConfigError } from '@parallax/lab';

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
  /** Takes no new request, waits for those under way, then closes what is left. */
  stop(graceMs?: number): Promise<void>;
}

/** @throws ConfigError `port-in-use`, `port-forbidden`, `host-unknown`. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { fetch, host, port } = options;
  // The adaptor makes an HTTP/1 server unless it is given another `createServer`.
  const handle = (request: Request, bindings: HttpBindings | Http2Bindings) =>
    fetch(request, bindings as HttpBindings);
  const server = createAdaptorServer({
    fetch: handle,
    hostname: host,
    overrideGlobalObjects: false,
  }) as Server;
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(describeListenFailure(error, host, port)));
    server.listen(port, host, done);
  });
  const address = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${address.port}`,
    port: address.port,
    stop: (graceMs = 5000) =>
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
