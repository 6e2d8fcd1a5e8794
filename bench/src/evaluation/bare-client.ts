/**
 * The leanest client of the mock server: requests made before, over kept sockets, replies counted and dropped. What it
 * reaches is the server's own ceiling at that concurrency.
 */
import { connect } from 'node:net';

export interface BareRequests {
  readonly url: URL;
  /** Whole requests with their heads; sent in turn. */
  readonly messages: readonly Buffer[];
  readonly count: number;
  readonly concurrency: number;
  readonly onAnswer: (answered: number) => void;
}

/** @throws Error when the server answers anything but 200 with a length, in one piece with its head. */
export function askBare({ url, messages, count, concurrency, onAnswer }: BareRequests): Promise<void> {
  let asked = 0;
  let answered = 0;
  return new Promise((done, fail) => {
    const open = (): void => {
      const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
      let left = 0;
      const ask = (): void => {
        if (asked < count)
          socket.write(messages[asked++ % messages.length]!); // the remainder is below the length
        else socket.end();
      };
      socket.on('connect', ask).on('error', fail);
      socket.on('data', (chunk) => {
        if (left === 0) left = replyBytes(chunk);
        left -= chunk.byteLength;
        if (left > 0) return;
        onAnswer(++answered);
        if (answered === count) done();
        ask();
      });
    };
    for (let i = 0; i < concurrency; i++) open();
  });
}

/** Of head and body together. */
function replyBytes(beginning: Buffer): number {
  const headBytes = beginning.indexOf('\r\n\r\n') + 4;
  const head = beginning.toString('latin1', 0, headBytes);
  const bodyBytes = /content-length: (\d+)/i.exec(head)?.[1];
  if (headBytes < 4 || !head.startsWith('HTTP/1.1 200') || bodyBytes === undefined)
    throw new Error(`the mock server answered ${head}`);
  return headBytes + Number(bodyBytes);
}
