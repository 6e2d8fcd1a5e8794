/** What is told of an evaluation whose samples have no answers, by real processes against a failing server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, run } from '../testing/run-verb.ts';
import { writeMmsiBench } from '../testing/tiny-files.ts';

/** Answers "A" to these pictures' questions, 500 to all others. */
let answered: readonly number[] = [];
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-partial-'));
  await writeMmsiBench(join(folder, 'mmsi'));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const picture = Number(/nearest in picture (\d)/.exec(body)?.[1]);
      if (!answered.includes(picture)) response.statusCode = 500;
      response.setHeader('content-type', 'application/json');
      const message = { role: 'assistant', content: 'A' };
      response.end(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const evaluate = async (lab: string, ...flags: string[]) => {
  const model = ['--model', url, '--served-model', 'half', '--retries', '0'];
  const task = ['--task', 'mmsi-bench', '--data', join(folder, 'mmsi'), '--lab', join(folder, lab)];
  const { code, out, err } = await run('evaluate', [...task, ...model, '--json', ...flags]);
  return { code, err, result: out.trim() === '' ? {} : json(out) };
};

it('withholds official numbers where answers are missing, shows them marked with --partial, whole once all answered', async () => {
  answered = [0, 1, 4];
  const half = await evaluate('half');
  expect(half.code, half.err).toBe(0);
  expect(half.err).toContain('3 of 6 samples have no answer');
  expect(half.result).toMatchObject({
    ...{ asked: 6, answered: 3 },
    official: {},
    officialWithheld: { 'vlmevalkit-easi': '3 of 6 answered', 'mmsi-official-circular': 'not asked' },
  });
  const marked = await evaluate('half', '--partial');
  const { official, officialWithheld } = marked.result as {
    official: Record<string, object>;
    officialWithheld: object;
  };
  expect(Object.keys(official)).toContain('vlmevalkit-easi');
  for (const overall of Object.values(official)) {
    expect(overall).toMatchObject({ partial: { answered: 3, asked: 6 } });
  }
  expect(Object.keys(officialWithheld)).toEqual(['mmsi-official-circular']);
  answered = [0, 1, 2, 3, 4, 5];
  const whole = await evaluate('half', '--retry-errors');
  expect(whole.code, whole.err).toBe(0);
  expect(whole.result).toMatchObject({ asked: 6, answered: 6 });
  const numbers = (whole.result as { official: Record<string, object> }).official;
  expect(Object.keys(numbers)).toContain('vlmevalkit-easi');
  expect(JSON.stringify(numbers)).not.toContain('partial');
});

it('exits 1 without an official number, even with --partial, when no sample was answered', async () => {
  answered = [];
  const none = await evaluate('none', '--partial');
  expect(none.code).toBe(1);
  expect(none.result).toMatchObject({ asked: 6, answered: 0, official: {} });
  expect(none.err).toContain('6 of 6 samples have no answer');
});

it('says the same of a task whose samples cannot be put to a model at all', async () => {
  const data = join(folder, 'truths');
  await rm(data, { recursive: true, force: true });
  await writeMmsiBench(data);
  await writeFile(
    join(data, 'data.jsonl'),
    '{"id": 1, "ground_truth": "A"}\n{"id": 2, "ground_truth": "B"}\n',
  );
  const args = ['--task', 'actial-reward', '--data', data, '--lab', join(folder, 'truths-lab')];
  const { code, out } = await run('evaluate', [...args, '--model', url, '--served-model', 'half', '--json']);
  expect(code).toBe(1);
  expect(json(out)).toMatchObject({
    ...{ asked: 2, answered: 0 },
    official: {},
    officialWithheld: { 'actial-reward': '0 of 2 answered' },
  });
});
