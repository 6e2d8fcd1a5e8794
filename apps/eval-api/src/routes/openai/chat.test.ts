import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { type LiveLab, openLiveLab } from '../../live/live-lab.ts';
import type { ChatModels } from '../../models/chat-models.ts';
import { writeTinyCheckpoint } from '../../models/fixture/tiny-checkpoint.ts';
import { openModelHost } from '../../models/model-host.ts';
import { type Listening, listen } from '../../serving/listen.ts';

const QUEUE = 6;
let folder: string;
let live: LiveLab;
let models: ChatModels;
let server: Listening;
let client: OpenAI;
let picture: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-chat-'));
  await writeTinyCheckpoint(join(folder, 'nano'));
  live = await openLiveLab({ lab: join(folder, 'lab') });
  models = await openModelHost({
    models: [{ id: 'nano', folder: join(folder, 'nano') }],
    ...{ batchRows: 16, maxTokens: 4000, queue: QUEUE, log: () => undefined },
  });
  const app = createApp({ lab: live, models, maxImagePixels: 10_000 });
  server = await listen({ fetch: app.fetch, host: '127.0.0.1', port: 0 });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
  picture = await dataUrl(40);
});
afterAll(async () => {
  await server.stop(1000);
  await models.close();
  await live.close();
  await rm(folder, { recursive: true, force: true });
});

async function dataUrl(side: number): Promise<string> {
  const image = sharp({ create: { width: side, height: side, channels: 3, background: '#406080' } });
  return `data:image/png;base64,${(await image.png().toBuffer()).toString('base64')}`;
}

const ask = (text: string): OpenAI.ChatCompletionMessageParam[] => [{ role: 'user', content: text }];
const options = { model: 'nano', messages: ask('Which is nearer?'), max_tokens: 12, seed: 3 } as const;

test('models are listed and found', async () => {
  const { data } = await client.models.list();
  expect(data.map(({ id, object }) => [id, object])).toEqual([['nano', 'model']]);
  expect((await client.models.retrieve('nano')).id).toBe('nano');
  await expect(client.models.retrieve('none')).rejects.toMatchObject({
    status: 404,
    type: 'invalid_request_error',
  });
});

test('a conversation with a system turn, earlier turns and pictures is completed', async () => {
  const completion = await client.chat.completions.create({
    ...options,
    messages: [
      { role: 'system', content: 'Answer with a letter.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See:' },
          { type: 'image_url', image_url: { url: picture } },
        ],
      },
      { role: 'assistant', content: 'A' },
      { role: 'user', content: 'And now?' },
    ],
    n: 3,
  });
  expect(completion.object).toBe('chat.completion');
  expect(completion.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
  for (const { message, finish_reason } of completion.choices) {
    expect(message.role).toBe('assistant');
    expect(typeof message.content).toBe('string');
    expect(['stop', 'length']).toContain(finish_reason);
  }
  const { prompt_tokens, completion_tokens, total_tokens } = completion.usage!;
  expect(total_tokens).toBe(prompt_tokens + completion_tokens);
  expect(completion_tokens).toBeGreaterThan(3);
  const without = await client.chat.completions.create({ ...options, messages: ask('And now?') });
  expect(prompt_tokens).toBeGreaterThan(without.usage!.prompt_tokens);
});

test('the same seed gives the same text: alone, among others, and as a stream', async () => {
  const textOf = async (seed: number) =>
    (await client.chat.completions.create({ ...options, seed })).choices[0]!.message.content;
  const alone = await textOf(3);
  const [together, other] = await Promise.all([textOf(3), textOf(4), textOf(5)]);
  expect(together).toBe(alone);
  expect(other).not.toBe(alone);
  const stream = await client.chat.completions.create({
    ...options,
    ...{ stream: true, stream_options: { include_usage: true } },
  });
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const choices = chunks.flatMap((chunk) => chunk.choices);
  expect(choices[0]!.delta.role).toBe('assistant');
  expect(choices.map(({ delta }) => delta.content ?? '').join('')).toBe(alone);
  expect(choices.filter(({ finish_reason }) => finish_reason !== null)).toHaveLength(1);
  expect(choices.at(-1)!.finish_reason).not.toBeNull();
  expect(chunks.at(-1)!.choices).toEqual([]);
  expect(chunks.at(-1)!.usage!.completion_tokens).toBeGreaterThan(0);
  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
});

test('temperature 0 is the most likely token, and logprobs say so', async () => {
  const { choices } = await client.chat.completions.create({
    ...options,
    ...{ temperature: 0, logprobs: true, top_logprobs: 3 },
  });
  const { content } = choices[0]!.logprobs!;
  expect(content!.length).toBeGreaterThan(0);
  for (const { token, logprob, top_logprobs } of content!) {
    expect(top_logprobs).toHaveLength(3);
    // Placeholders of images may be likelier, and are never said.
    const same = top_logprobs.find((one) => one.token === token && one.logprob === logprob);
    expect(same ?? logprob).toBeDefined();
    expect(top_logprobs.map((one) => one.logprob)).toEqual(
      top_logprobs.map((one) => one.logprob).sort((a, b) => b - a),
    );
    expect(logprob).toBeLessThanOrEqual(top_logprobs[0]!.logprob);
  }
});

test('a stop string ends the text before it', async () => {
  const whole = (await client.chat.completions.create(options)).choices[0]!.message.content!;
  const word = [...whole].slice(3, 5).join('');
  const cut = (await client.chat.completions.create({ ...options, stop: [word, 'never said'] })).choices[0]!;
  expect(cut.message.content).toBe(whole.slice(0, whole.indexOf(word)));
  expect(cut.finish_reason).toBe('stop');
});

test('errors have the shape of the protocol', async () => {
  const refused: [object, number, string, string | null][] = [
    [{ model: 'none' }, 404, 'model_not_found', null],
    [{ temperature: 3 }, 400, 'invalid_request', 'temperature'],
    [{ messages: [] }, 400, 'invalid_request', 'messages'],
    [{ tools: [{}] }, 400, 'invalid_request', 'tools'],
    [{ top_logprobs: 2 }, 400, 'invalid_request', 'top_logprobs'],
    [{ max_tokens: 999_999 }, 400, 'context_length_exceeded', 'messages'],
    [withImage('https://127.0.0.1/a.png'), 400, 'image_not_inline', 'messages.0.content.0'],
    [withImage('data:image/png;base64,aGVsbG8='), 400, 'not_an_image', 'messages.0.content.0'],
    [withImage(await dataUrl(101)), 413, 'image_too_large', 'messages.0.content.0'],
  ];
  for (const [change, status, code, param] of refused) {
    const error = await client.chat.completions
      .create({ ...options, ...change } as OpenAI.ChatCompletionCreateParamsNonStreaming)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status, code, param });
    expect((error as InstanceType<typeof OpenAI.APIError>).type).toBe('invalid_request_error');
  }
  const raw = await fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    body: '{',
    headers: JSON_TYPE,
  });
  expect([raw.status, raw.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const withImage = (url: string) => ({
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
});

/** Never stops by itself for a long while. */
const long = { ...options, max_tokens: 440, logit_bias: {} };

test('who hangs up frees the place: a full queue answers 429, and takes requests again', async () => {
  const leaving = new AbortController();
  const waiting = Array.from({ length: QUEUE }, (_, seed) =>
    client.chat.completions.create({ ...long, n: 8, seed }, { signal: leaving.signal }).catch(() => 'left'),
  );
  while (models.load < QUEUE) await new Promise((done) => setTimeout(done, 5));
  const full = await client.chat.completions.create(options).catch((caught: unknown) => caught);
  expect(full).toMatchObject({ status: 429, code: 'queue_full', type: 'rate_limit_error' });
  expect((full as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('2');
  leaving.abort();
  await Promise.all(waiting);
  while (models.load > 0) await new Promise((done) => setTimeout(done, 5));
  expect((await client.chat.completions.create(options)).choices).toHaveLength(1);
});

test('a stream that is left is decoded no further; the server answers meanwhile', async () => {
  const stream = await client.chat.completions.create({ ...long, n: 8, stream: true });
  let seen = 0;
  const startedAt = performance.now();
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  for await (const _ of stream) if (++seen === 20) break;
  while (models.load > 0) await new Promise((done) => setTimeout(done, 5));
});

test('a process that dies fails what it had, and the next request starts another', async () => {
  const dying = client.chat.completions.create({ ...long, n: 8 }).catch((caught: unknown) => caught);
  while (models.load === 0) await new Promise((done) => setTimeout(done, 5));
  process.kill(models.pid, 'SIGKILL');
  expect(await dying).toMatchObject({ status: 503, code: 'model_process_ended' });
  expect((await client.chat.completions.create(options)).choices).toHaveLength(1);
});
