import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEvaluation } from '../runner/run-evaluation.ts';
import { readSamples } from '../runner/samples-file.ts';
import { startChatServer } from '../runner/testing/chat-server.ts';
import { countingTask, letterFor, numberIn } from '../runner/testing/counting-task.ts';
import { chatUrl, openAiCompleter } from './openai.ts';

/** Header of a PNG of the given size: all that is read of it here. */
function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008020000000000000a', 'hex');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}
const urlOf = (bytes: Uint8Array): string => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-openai-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const evaluate = async (baseUrl: string, name: string, size: number, images: Uint8Array[] = []) => {
  const folder = join(root, name);
  const completer = openAiCompleter({
    baseUrl,
    model: 'm',
    timeoutMs: 1500,
    retries: 2,
    backoffMs: 5,
    apiKey: 'k',
  });
  const log = await runEvaluation({
    task: countingTask(size, images),
    completer,
    model: name,
    weightsDigest: null,
    datasetDigest: null,
    maxTokens: 8,
    concurrency: 3,
    folder,
  });
  return { log, samples: await readSamples(join(folder, 'samples.jsonl')) };
};

type Fault = (attempt: number, response: ServerResponse) => unknown;
const CHUNK = ' '.repeat(1 << 20);

/** The server's behaviour, the recorded error or completion, and how often it was asked. */
const FAULTS: readonly [string, Fault, string, number][] = [
  ['500 for good', (_, r) => r.writeHead(500).end('boom'), 'server-error', 3],
  ['503 twice', (n, r) => (n < 3 ? r.writeHead(503).end() : reply(r, 'C')), 'C', 3],
  ['503 with a wish', (n, r) => (n < 2 ? r.writeHead(503, WAIT).end() : reply(r, 'C')), 'C', 2],
  ['408', (n, r) => (n < 2 ? r.writeHead(408).end() : reply(r, 'C')), 'C', 2],
  ['409', (n, r) => (n < 2 ? r.writeHead(409).end() : reply(r, 'C')), 'C', 2],
  ['425', (n, r) => (n < 2 ? r.writeHead(425).end() : reply(r, 'C')), 'C', 2],
  ['429 for good', (_, r) => r.writeHead(429).end(), 'rate-limited', 3],
  ['429 with a wish', (n, r) => (n < 3 ? r.writeHead(429, WAIT).end() : reply(r, 'C')), 'C', 3],
  ['hangs', () => undefined, 'timeout', 3],
  ['hangs in the body', (_, r) => r.writeHead(200).write('{"choices":'), 'timeout', 3],
  ['HTML', (_, r) => r.writeHead(200).end('<html>not JSON'), 'garbage-reply', 3],
  ['half of the JSON', (_, r) => r.writeHead(200).end('{"choices":[{"mess'), 'garbage-reply', 3],
  ['other JSON', (_, r) => r.writeHead(200).end('{"error":{"message":"no"}}'), 'wrong-reply', 1],
  ['no choice', (_, r) => r.writeHead(200).end('{"choices":[]}'), 'wrong-reply', 1],
  ['400', (_, r) => r.writeHead(400).end('{"error":"too long"}'), 'rejected', 1],
  ['closes mid body', (_, r) => cut(r, 'application/json', '{"choices":'), 'incomplete-reply', 3],
  ['closes mid stream', (_, r) => cut(r, 'text/event-stream', event('half')), 'incomplete-reply', 3],
  ['half a stream', (_, r) => r.writeHead(200, SSE).end(event('half')), 'incomplete-reply', 3],
  [
    'a stream',
    (_, r) => r.writeHead(200, SSE).end(`${event('Hel')}${event('lo')}data: [DONE]\n\n`),
    'Hello',
    1,
  ],
  [
    'parts',
    (_, r) =>
      reply(r, [
        { type: 'text', text: 'in ' },
        { type: 'text', text: 'parts' },
      ]),
    'in parts',
    1,
  ],
  ['no content', (_, r) => reply(r, null), '', 1],
  ['100 MB', (_, r) => flood(r, 100), 'reply-too-large', 1],
];
const WAIT = { 'retry-after': '0.01' };
const SSE = { 'content-type': 'text/event-stream' };
const event = (content: string): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

function reply(response: ServerResponse, content: unknown): void {
  response.writeHead(200).end(JSON.stringify({ choices: [{ message: { content } }] }));
}

function cut(response: ServerResponse, type: string, part: string): void {
  response.writeHead(200, { 'content-type': type, 'content-length': '1000' });
  response.write(part, () => setTimeout(() => response.destroy(), 50));
}

/** Sends megabytes as fast as they are taken, until the other side has enough. */
function flood(response: ServerResponse, megabytes: number): void {
  response.writeHead(200);
  response.on('error', () => undefined);
  const more = (left: number): void => {
    if (left === 0) response.end();
    else if (!response.destroyed) response.write(CHUNK, () => more(left - 1));
  };
  more(megabytes);
}

describe('a server that misbehaves', () => {
  it.each(FAULTS)('%s: one recorded sample', async (name, fault, expected, asks) => {
    const server = await startChatServer((_prompt, attempt, response) => void fault(attempt, response));
    const { log, samples } = await evaluate(server.url, name, 1);
    const [sample] = samples;
    expect(sample?.error?.code ?? sample?.completion).toBe(expected);
    expect(server.asked).toHaveLength(asks);
    expect(sample?.requests).toBe(asks);
    expect(log.metrics[0]).toMatchObject({ n: 1, errorRate: sample?.error === null ? 0 : 1 });
    if (sample?.error !== null) expect(sample).toMatchObject({ completion: null, score: null });
    // What was read is quoted.
    if (name === 'closes mid body') expect(sample?.error?.message).toContain('11 bytes: "{\\"choices\\":"');
    if (name === 'half a stream') expect(sample?.error?.message).toContain('half');
    await server.close();
  });

  it('costs the other samples nothing, and stays in the denominator', async () => {
    const server = await startChatServer((prompt, _attempt, response) => {
      const i = numberIn(prompt);
      if (i % 3 === 1) return void response.writeHead(400).end();
      return `<answer>${letterFor(i)}</answer>`;
    });
    const { log } = await evaluate(server.url, 'mixed', 12);
    expect(log.metrics[0]).toMatchObject({ n: 12, accuracy: 8 / 12, errorRate: 4 / 12 });
    await server.close();
  });

  it('stops the run when it is down or refuses everybody, and keeps nothing of that', async () => {
    const closed = await startChatServer(() => 'x');
    await closed.close();
    await expect(evaluate(closed.url, 'down', 40)).rejects.toMatchObject({ code: 'unreachable' });
    const strict = await startChatServer(
      (_p, _a, response) => void response.writeHead(401).end('who are you'),
    );
    await expect(evaluate(strict.url, 'strict', 3)).rejects.toMatchObject({ code: 'unauthorized' });
    await strict.close();
    expect(await readSamples(join(root, 'strict', 'samples.jsonl'))).toEqual([]);
  });
});

describe('requests', () => {
  it('carry images as data URLs in the order of the markers, and the sampling settings', async () => {
    const server = await startChatServer(() => 'A');
    const { samples } = await evaluate(server.url, 'images', 1, [png(2, 3), png(4, 5)]);
    expect(samples[0]?.imageDigests).toHaveLength(2);
    expect(server.bodies[0]).toMatchObject({ model: 'm', max_tokens: 8, temperature: 0, seed: 1 });
    const [message] = server.bodies[0]!['messages'] as { content: unknown[] }[];
    expect(message?.content).toEqual([
      { type: 'image_url', image_url: { url: urlOf(png(2, 3)) } },
      { type: 'image_url', image_url: { url: urlOf(png(4, 5)) } },
      { type: 'text', text: 'Question 0' },
    ]);
    await server.close();
  });

  it.each([
    ['a text file', new TextEncoder().encode('hello'), 'not-an-image'],
    ['a cut header', png(2, 2).subarray(0, 10), 'not-an-image'],
    ['a decompression bomb', png(30_000, 30_000), 'image-too-large'],
  ])('are not sent with %s in place of an image', async (name, image, code) => {
    const server = await startChatServer(() => 'A');
    const { samples } = await evaluate(server.url, name, 1, [image]);
    expect(samples[0]?.error).toMatchObject({
      code,
      message: expect.stringContaining('sample-0000'),
    });
    expect(server.asked).toEqual([]);
    await server.close();
  });

  it('go to the chat endpoint of any form of base address', () => {
    const expected = 'http://h:1/v1/chat/completions';
    for (const url of ['http://h:1', 'http://h:1/', 'http://h:1/v1', 'http://h:1/v1/', expected]) {
      expect(chatUrl(url)).toBe(expected);
    }
    expect(() => chatUrl('ftp://h')).toThrowError(expect.objectContaining({ code: 'bad-url' }));
    expect(() => chatUrl('nonsense')).toThrowError(expect.objectContaining({ code: 'bad-url' }));
  });
});
