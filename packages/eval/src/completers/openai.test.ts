import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEvaluation } from '../runner/run-evaluation.ts';
import { readSamples } from '../runner/samples-file.ts';
import { startChatServer } from '../runner/testing/chat-server.ts';
import { countingTask, letterFor, numberIn } from '../runner/testing/counting-task.ts';
import { chatUrl, openAiCompleter } from './openai.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
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
    timeoutMs: 3000,
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

describe('a server that misbehaves', () => {
  it('is recorded sample by sample with typed errors; a passing fault is retried', async () => {
    const server = await startChatServer((prompt, attempt, response) => {
      const i = numberIn(prompt);
      if (i === 1) return void response.writeHead(500).end('boom');
      if (i === 2) return undefined; // hangs
      if (i === 3) return void response.writeHead(200).end('<html>not JSON');
      if (i === 4) return void response.writeHead(200).end('{"choices":[]}');
      if (i === 5) return void response.writeHead(400).end('{"error":"too long"}');
      if (i === 6) {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"choices":');
        response.destroy();
        return undefined;
      }
      if (i === 7 && attempt < 3)
        return void response.writeHead(429, { 'retry-after': '0.01' }).end('slow down');
      if (i === 8 && attempt < 2) return void response.writeHead(503).end();
      if (i === 9) return void response.writeHead(200).end(' '.repeat(17 * 1024 * 1024));
      if (i === 10) return void response.writeHead(429).end();
      return `<answer>${letterFor(i)}</answer>`;
    });
    const { log, samples } = await evaluate(server.url, 'faulty', 12);
    const codes = samples.map((sample) => sample.error?.code ?? 'ok');
    expect(codes).toEqual([
      'ok',
      'server-error',
      'timeout',
      'garbage-reply',
      'wrong-reply',
      'rejected',
      'unreachable',
      'ok',
      'ok',
      'reply-too-large',
      'rate-limited',
      'ok',
    ]);
    const asks = (i: number): number => server.asked.filter((prompt) => numberIn(prompt) === i).length;
    expect([1, 2, 3, 6, 10].map(asks)).toEqual([3, 3, 3, 3, 3]);
    expect([4, 5, 9].map(asks)).toEqual([1, 1, 1]);
    expect(log.metrics[0]).toMatchObject({ n: 12, accuracy: 4 / 12, errorRate: 8 / 12 });
    expect(samples[1]).toMatchObject({ completion: null, score: null });
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
    const { samples } = await evaluate(server.url, 'images', 1, [PNG, new Uint8Array([0xff, 0xd8, 0xff, 9])]);
    expect(samples[0]?.imageDigests).toHaveLength(2);
    expect(server.bodies[0]).toMatchObject({ model: 'm', max_tokens: 8, temperature: 0, seed: 1 });
    const [message] = server.bodies[0]!['messages'] as { content: unknown[] }[];
    expect(message?.content).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORwECAw==' } },
      { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/CQ==' } },
      { type: 'text', text: 'Question 0' },
    ]);
    await server.close();
  });

  it('are not sent with a text file in place of an image', async () => {
    const server = await startChatServer(() => 'A');
    const { samples } = await evaluate(server.url, 'text-as-image', 1, [new TextEncoder().encode('hello')]);
    expect(samples[0]?.error).toMatchObject({
      code: 'not-an-image',
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
