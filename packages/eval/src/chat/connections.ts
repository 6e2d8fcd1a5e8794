/**
 * Keep-alive connections to one server: undici's clients, one an exchange at a time. undici's own pool looks through all
 * its clients and emits an event for each request; here the one that was free last is taken.
 */
import { Client } from 'undici';
import { UnderWay } from './under-way.ts';

const CONNECT_TIMEOUT_MS = 20_000;

export class Connections {
  readonly underWay: UnderWay;
  readonly #origin: string;
  readonly #idle: Client[] = [];

  /** @param timeoutMs of an exchange, until its last byte. */
  constructor(origin: string, timeoutMs: number) {
    this.#origin = origin;
    this.underWay = new UnderWay(timeoutMs);
  }

  /** As many as are asked for at a time; the only time limit is ours, over the whole exchange. */
  take(): Client {
    const connect = { timeout: CONNECT_TIMEOUT_MS };
    return this.#idle.pop() ?? new Client(this.#origin, { headersTimeout: 0, bodyTimeout: 0, connect });
  }

  /** Once its exchange has ended, well or not: a client whose connection broke makes a new one when it is asked again. */
  giveBack(client: Client): void {
    this.#idle.push(client);
  }
}
