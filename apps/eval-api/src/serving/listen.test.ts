import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ProblemSchema } from '../schema.ts';
import { type Listening, listen } from './listen.ts';
import { startingAnswer } from './starting.ts';

let server: Listening;
afterEach(() => server.stop(0));

function raw(port: number, text: string): Promise<string> {
  return new Promise((done) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => done(answer));
  });
}

test('what is no request, and one that is too long, get a problem document', async () => {
  server = await listen({ host: '127.0.0.1', port: 0, fetch: () => new Response('fine') });
  const long = (size: number) =>
    `GET /${'k'.repeat(size)} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;
  expect(await raw(server.port, long(40_000))).toMatch(/^HTTP\/1.1 200[\s\S]*fine$/);
  for (const [text, status, code] of [
    [long(70_000), 431, 'headers-too-large'],
    ['what is this?\r\n\r\n', 400, 'not-http'],
  ] as const) {
    const [head = '', body = ''] = (await raw(server.port, text)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, code, remedy: expect.stringMatching(/\.$/) });
  }
});

test('draining waits for the answers under way, still listens, and gives up after the grace', async () => {
  const asked: (() => void)[] = [];
  const held = new Promise<Response>((done) => asked.push(() => done(new Response('held'))));
  server = await listen({
    ...{ host: '127.0.0.1', port: 0 },
    fetch: ({ url }) => (url.endsWith('/held') ? held : new Response('quick')),
  });
  const answer = fetch(`${server.url}/held`).then((response) => response.text());
  await (await fetch(`${server.url}/quick`)).text(); // by now the first one is with the server
  const startedAt = performance.now();
  await server.drain(100);
  expect(performance.now() - startedAt).toBeGreaterThan(90);
  const drained = server.drain(60_000);
  expect(await (await fetch(`${server.url}/quick`)).text()).toBe('quick');
  expect(await Promise.race([drained.then(() => 'drained'), sleep(50, 'waits')])).toBe('waits');
  asked[0]!();
  expect(await answer).toBe('held');
  await drained;
});

test('until it is up a server says what it waits for, and when to come again', async () => {
  let waitingFor = 'records are read into the index, now datasets/orbit';
  server = await listen({
    ...{ host: '127.0.0.1', port: 0 },
    fetch: (request) => startingAnswer(request, waitingFor),
  });
  const answer = await fetch(`${server.url}/healthz`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const problem = ProblemSchema.parse(await answer.json());
  expect(problem).toMatchObject({ status: 503, code: 'starting' });
  expect(problem.detail).toContain('datasets/orbit');
  waitingFor = 'models are loaded';
  const chat = ProblemSchema.parse(await (await fetch(`${server.url}/v1/models`)).json());
  expect(chat.error).toMatchObject({ type: 'server_error', code: 'starting' });
  expect(chat.error?.message).toContain('models are loaded');
});
