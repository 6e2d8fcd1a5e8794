import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RunEvaluationOptions, runEvaluation } from '../runner/run-evaluation.ts';
import { readSamples } from '../runner/samples-file.ts';
import { type ChatServer, startChatServer } from '../runner/testing/chat-server.ts';
import { countingTask, letterFor, numberIn } from '../runner/testing/counting-task.ts';
import { Budget, type BudgetLimits } from './budget.ts';
import { openAiCompleter } from './openai.ts';
import { RequestCache } from './request-cache.ts';

const SIZE = 30;
let root: string;
let server: ChatServer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-spending-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  // The server says that a completion has as many tokens as characters: 18.
  server = await startChatServer((prompt) => `<answer>${letterFor(numberIn(prompt))}</answer>`);
});
afterEach(() => server.close());

interface Setting {
  readonly limits?: BudgetLimits;
  readonly cache?: RequestCache;
}
const evaluate = (folder: string, { limits, cache }: Setting, more: Partial<RunEvaluationOptions> = {}) => {
  const budget = new Budget(limits);
  const completer = openAiCompleter({
    baseUrl: server.url,
    model: 'm',
    budget,
    ...(cache === undefined ? {} : { cache }),
  });
  return runEvaluation({
    task: countingTask(SIZE),
    completer,
    budget,
    model: 'm',
    weightsDigest: null,
    datasetDigest: null,
    maxTokens: 32,
    concurrency: 4,
    folder: join(root, folder),
    ...more,
  });
};

it('stops at the budget of requests, over calls, keeps what was paid, and goes on with more', async () => {
  await expect(evaluate('requests', { limits: { requests: 10 } })).rejects.toMatchObject({
    code: 'budget-spent',
    message: expect.stringContaining('10 of 10 requests'),
  });
  expect(server.asked).toHaveLength(10);
  expect(await readSamples(join(root, 'requests', 'samples.jsonl'))).toHaveLength(10);
  // The same budget is still spent; a larger one pays for the rest only.
  await expect(evaluate('requests', { limits: { requests: 10 } })).rejects.toMatchObject({
    code: 'budget-spent',
  });
  expect(server.asked).toHaveLength(10);
  const log = await evaluate('requests', { limits: { requests: SIZE } });
  expect(server.asked).toHaveLength(SIZE);
  expect(log).toEqual(await evaluate('undisturbed', {}));
});

it.each<[string, BudgetLimits]>([
  ['completionTokens', { completionTokens: 100 }],
  ['tokens', { tokens: 100 }],
])('stops at the budget of %s but for what is in flight', async (name, limits) => {
  await expect(evaluate(name, { limits })).rejects.toMatchObject({ code: 'budget-spent' });
  const paid = (await readSamples(join(root, name, 'samples.jsonl'))).reduce(
    (sum, { completionTokens }) => sum + (completionTokens ?? 0),
    0,
  );
  expect(paid).toBeGreaterThanOrEqual(100);
  expect(paid).toBeLessThan(100 + 18 * 4);
  expect(server.asked).toHaveLength(paid / 18);
});

it('pays for a request once over evaluations that share a cache; a damaged entry is named and paid for again', async () => {
  const folder = join(root, 'cache');
  const warnings: string[] = [];
  const cache = new RequestCache(folder, (line) => void warnings.push(line));
  const first = await evaluate('first', { cache });
  expect(server.asked).toHaveLength(SIZE);
  const second = await evaluate('second', { cache }, { model: 'same questions, other label' });
  expect(server.asked).toHaveLength(SIZE);
  expect(second.samplesSha256).toBe(first.samplesSha256);
  const [sample] = await readSamples(join(root, 'second', 'samples.jsonl'));
  expect(sample?.requests).toBe(0);
  // Another setting is another request.
  await evaluate('third', { cache }, { maxTokens: 33 });
  expect(server.asked).toHaveLength(2 * SIZE);

  const entries = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
  expect(entries).toHaveLength(2 * SIZE);
  const damage = [
    '',
    '{"schemaVersion":1',
    (await readFile(join(folder, entries[2]!), 'utf8')).replace('<answer>', '<answer> '),
  ];
  for (const [i, text] of damage.entries()) await writeFile(join(folder, entries[i]!), text);
  await evaluate('fourth', { cache }, { model: 'again' });
  await evaluate('fifth', { cache }, { model: 'again', maxTokens: 33 });
  expect(server.asked).toHaveLength(2 * SIZE + 3);
  expect(warnings).toHaveLength(3);
  for (const name of entries.slice(0, 3)) expect(warnings.join('\n')).toContain(join(folder, name));
  await evaluate('sixth', { cache }, { model: 'once more' });
  expect(server.asked).toHaveLength(2 * SIZE + 3);
});
