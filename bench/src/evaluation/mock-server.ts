/** A chat server that answers anything 5 ms after its last byte. Prints its port; ends with its stdin. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const DELAY_MS = 5;
const ANSWER = JSON.stringify({
  id: 'mock',
  object: 'chat.completion',
  created: 0,
  model: 'mock',
  choices: [
    { index: 0, message: { role: 'assistant', content: '<answer>A</answer>' }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 300, completion_tokens: 8, total_tokens: 308 },
});

const HEAD = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(ANSWER) };

/** Of this process so far. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let asked = 0;
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const body =
      request.url === '/asked' ? { asked, cpuMs: cpuMs() } : { object: 'list', data: [{ id: 'mock' }] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  request.resume().on('end', () => {
    asked++;
    setTimeout(() => {
      response.writeHead(200, HEAD).end(ANSWER);
    }, DELAY_MS);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));
