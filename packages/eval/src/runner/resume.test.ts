import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAiCompleter } from '../completers/openai.ts';
import { scriptedCompleter } from '../completers/scripted.ts';
import type { EvalLog } from '../schema.ts';
import { type RunEvaluationOptions, runEvaluation } from './run-evaluation.ts';
import { readSamples } from './samples-file.ts';
import { startChatServer } from './testing/chat-server.ts';
import { countingTask, letterFor, numberIn } from './testing/counting-task.ts';

const SIZE = 60;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-eval-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const answerOf = (prompt: string): string => {
  const i = numberIn(prompt);
  return `<think>x</think>\n<answer>${i % 5 === 0 ? 'C' : letterFor(i)}</answer>`;
};

const base = (folder: string): Omit<RunEvaluationOptions, 'completer'> => ({
  task: countingTask(SIZE),
  model: 'served',
  weightsDigest: null,
  datasetDigest: null,
  maxTokens: 8,
  concurrency: 4,
  folder,
});

it('goes on after kill -9 without asking a recorded sample again, to the same log', async () => {
  const server = await startChatServer(async (prompt) => {
    await sleep(20);
    return answerOf(prompt);
  });
  const folder = join(root, 'killed');
  const child = join(fileURLToPath(new URL('testing/evaluate-child.ts', import.meta.url)));
  const run = (): ReturnType<typeof spawn> =>
    spawn(process.execPath, [child, server.url, folder, String(SIZE)], { stdio: 'inherit' });

  const recorded = new Set<string>();
  for (const killAfter of [9, 30]) {
    const before = server.asked.length;
    const process = run();
    while (server.asked.length < before + killAfter) await sleep(5);
    process.kill('SIGKILL');
    await new Promise((resolve) => process.once('exit', resolve));
    for (const sample of await readSamples(join(folder, 'samples.jsonl'))) recorded.add(sample.prompt);
    server.asked.splice(0, server.asked.length, ...server.asked.filter((prompt) => !recorded.has(prompt)));
  }
  expect(recorded.size).toBeGreaterThan(10);
  // A line that a crash cut in two is dropped and its sample asked again.
  await appendFile(join(folder, 'samples.jsonl'), '{"sampleId":"sample-00');

  server.asked.length = 0;
  const finished = run();
  await new Promise((resolve) => finished.once('exit', resolve));
  expect(finished.exitCode).toBe(0);
  expect(server.asked.filter((prompt) => recorded.has(prompt))).toEqual([]);
  expect(server.asked).toHaveLength(SIZE - recorded.size);

  const undisturbed = join(root, 'undisturbed');
  await runEvaluation({
    ...base(undisturbed),
    completer: openAiCompleter({ baseUrl: server.url, model: 'served' }),
  });
  // But for the commit, which may change under a long test, the bytes are equal.
  const logOf = async (where: string): Promise<string> =>
    (await readFile(join(where, 'log.json'), 'utf8')).replace(/"codeCommit": "[^"]*"/, '');
  expect(await logOf(folder)).toBe(await logOf(undisturbed));
  const order = (await readSamples(join(folder, 'samples.jsonl'))).map((sample) => sample.sampleId);
  expect(order).toEqual([...order].sort());

  server.asked.length = 0;
  await runEvaluation({
    ...base(undisturbed),
    completer: openAiCompleter({ baseUrl: server.url, model: 'served' }),
  });
  expect(server.asked).toEqual([]);
  await server.close();
});

it('cuts the same batches for a local model whatever is already done', async () => {
  const batches: string[][] = [];
  const completer = (stopAfter: number, stop: AbortController) => {
    let calls = 0;
    const inner = scriptedCompleter((request) => answerOf(JSON.stringify(request.messages)), {
      batchSize: 7,
    });
    return {
      ...inner,
      complete: (requests: Parameters<typeof inner.complete>[0], signal?: AbortSignal) => {
        if (++calls > stopAfter) stop.abort(new Error('stopped by the test'));
        batches.push(requests.map((request) => request.id));
        return inner.complete(requests, signal);
      },
    };
  };
  const whole = await runEvaluation({
    ...base(join(root, 'whole')),
    completer: completer(99, new AbortController()),
  });
  const expected = batches.splice(0);
  const stop = new AbortController();
  const folder = join(root, 'stopped');
  await expect(
    runEvaluation({ ...base(folder), completer: completer(3, stop), signal: stop.signal }),
  ).rejects.toThrow('stopped by the test');
  const first = batches.splice(0).slice(0, 3);
  // Tear the last batch in two: it must be asked as a whole again.
  const lines = (await readFile(join(folder, 'samples.jsonl'), 'utf8')).split('\n').filter(Boolean);
  await writeFile(join(folder, 'samples.jsonl'), `${lines.slice(0, 16).join('\n')}\n`);
  const log = await runEvaluation({ ...base(folder), completer: completer(99, new AbortController()) });
  expect([...first.slice(0, 2), ...batches]).toEqual(expected);
  expect(log).toEqual(whole);
});

it('refuses a folder of another evaluation, a damaged journal and doubled ids', async () => {
  const completer = scriptedCompleter((request) => answerOf(JSON.stringify(request.messages)));
  const folder = join(root, 'claimed');
  const log: EvalLog = await runEvaluation({ ...base(folder), completer });
  expect(log.metrics[0]).toMatchObject({ kind: 'overall', n: SIZE, groups: SIZE / 4, interval: 'clustered' });
  await expect(runEvaluation({ ...base(folder), maxTokens: 9, completer })).rejects.toMatchObject({
    code: 'other-evaluation',
    message: expect.stringContaining('maxTokens is 8, not 9'),
  });

  await rm(join(folder, 'log.json'));
  const path = join(folder, 'samples.jsonl');
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, ['{"broken', ...lines.slice(1)].join('\n'));
  await expect(runEvaluation({ ...base(folder), completer })).rejects.toMatchObject({
    code: 'damaged-journal',
    message: expect.stringContaining('row 1'),
  });

  const task = countingTask(3);
  const doubled = {
    ...task,
    samples: async function* () {
      yield* task.samples();
      yield* task.samples();
    },
  };
  await expect(
    runEvaluation({ ...base(join(root, 'doubled')), task: doubled, completer }),
  ).rejects.toMatchObject({ code: 'duplicate-sample' });
});
