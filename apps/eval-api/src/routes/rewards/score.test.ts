import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scoreMixture } from '@parallax/rewards';
import { makeSmallLab, type SmallLab } from '@parallax/store/fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { type LiveLab, openLiveLab } from '../../live/live-lab.ts';
import { RewardAnswerSchema } from '../../schema.ts';
import { type Listening, listen } from '../../serving/listen.ts';

let folder: string;
let small: SmallLab;
let live: LiveLab;
let server: Listening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-rewards-'));
  small = await makeSmallLab(join(folder, 'lab'));
  live = await openLiveLab({ lab: small.lab });
  await live.index();
  server = await listen({ fetch: createApp({ lab: live }).fetch, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.stop(1000);
  await live.close();
  await rm(folder, { recursive: true, force: true });
});

const post = (body: unknown, search = '') =>
  fetch(`${server.url}/v1/rewards:score${search}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const prompt = '<|im_start|>user\nWhich? <answer>B</answer> is wrong.<|im_end|>\n';
const right = '<think>Left of it.</think>\n<answer>A</answer>';

test('a batch of OpenRLHF: the prompt is taken off the query, lists keep their order', async () => {
  const completions = [right, '<answer>A</answer>', 'A', '<think>x</think><answer>B</answer>'];
  const response = await post({
    query: completions.map((completion) => prompt + completion),
    prompts: completions.map(() => prompt),
    labels: completions.map(() => 'A'),
  });
  expect(response.status).toBe(200);
  const answer = RewardAnswerSchema.parse(await response.json());
  expect(answer.rewards).toEqual([1, 0.5, 0, 0.5]);
  expect(answer.scores).toEqual(answer.rewards);
  expect(answer.extra_logs).toEqual({ format: [1, 0, 0, 1], 'exact-match': [1, 1, 0, 0] });
});

test('a question of the lab as the label gives the reward of training, for every reward', async () => {
  const question = small.questions.find(({ chain }) => chain !== null)!;
  const completion = `<think>${question.chain}</think>\n<answer>${question.answer}</answer>`;
  const label = JSON.stringify({ questionId: question.questionId, dataset: 'orbit' });
  for (const mixture of ['actial', 'actial-claims', 'format', 'graded', 'length', 'mra']) {
    const response = await post({ query: [completion, 'no'], labels: [label, label] }, `?mixture=${mixture}`);
    const { rewards } = RewardAnswerSchema.parse(await response.json());
    const wanted = [completion, 'no'].map((text) => scoreMixture(mixture, question, text).value);
    expect([mixture, rewards]).toEqual([mixture, wanted]);
  }
});

test('what a reward reads as the label, tokens and groups beside the completions', async () => {
  const boxes = '<think>x</think><answer>[[0, 0, 10, 10]]</answer>';
  const number = '<think>x</think><answer>10.5</answer>';
  const cases: [string, object, number[]][] = [
    ['iou-f1', { query: [boxes, 'no'], labels: ['[[0,0,10,10]]', '[[0,0,10,10]]'] }, [1, 0]],
    ['fuzzy-f1', { query: [boxes], labels: ['{"answer": {"strict": [], "lenient": [[0,0,10,10]]}}'] }, [1]],
    ['dip-look', { query: [boxes], labels: ['[[0,0,10,10]]'] }, [1 / 3]],
    [
      'mra',
      { query: [number, number], labels: ['10.5', '{"answer": "12", "answerType": "number"}'] },
      [1, 0.9],
    ],
    [
      'length',
      {
        query: [prompt + right, prompt + right, right],
        prompts: [prompt, prompt, ''],
        labels: ['A', 'A', 'A'],
        tokens: [400, 9, 400],
      },
      [1, 2 / 2.2, 2 / 2.2],
    ],
  ];
  for (const [mixture, body, wanted] of cases) {
    const response = await post(body, `?mixture=${mixture}`);
    const { rewards } = RewardAnswerSchema.parse(await response.json());
    expect(rewards.map((reward, i) => [mixture, Math.abs(reward - wanted[i]!) < 1e-9])).toEqual(
      wanted.map(() => [mixture, true]),
    );
  }
});

test('what does not fit is told with its place', async () => {
  const cases: [unknown, string, number, RegExp][] = [
    [{ query: ['a'], labels: ['A', 'B'] }, '', 422, /labels has 2/],
    [{ query: ['a'], prompts: ['', ''], labels: ['A'] }, '', 422, /prompts has 2/],
    [{ query: ['a'], labels: ['A'] }, '?mixture=graded', 422, /labels\.0/],
    [{ query: ['a'], labels: ['{"questionId": "none"}'] }, '', 422, /no question "none"/],
    [{ query: ['a'], labels: ['A'] }, '?mixture=none', 400, /no reward "none"/],
    [{ query: ['a'], labels: ['A'] }, '?mixture=iou-f1', 422, /labels\.0: key answer/],
    [{ query: ['a'], labels: ['A'], tokens: [1, 2] }, '', 422, /tokens has 2/],
    [{ query: [1], labels: ['A'] }, '', 422, /query\.0/],
    [[], '', 422, /object/],
  ];
  for (const [body, search, status, detail] of cases) {
    const response = await post(body, search);
    expect(response.status).toBe(status);
    expect((await response.json()) as object).toMatchObject({ detail: expect.stringMatching(detail) });
  }
});

test('the file for verl asks with its signature', async (context) => {
  if (spawnSync('python3', ['--version']).status !== 0) context.skip('there is no python3 on the PATH');
  const shims = fileURLToPath(new URL('../../../shims', import.meta.url));
  const script = [
    'import json, sys; from verl_reward import compute_score',
    'rows = json.load(sys.stdin)',
    'print(json.dumps([compute_score(data_source="lab", extra_info={"index": 1}, **row) for row in rows]))',
  ].join('\n');
  const rows = [
    { solution_str: right, ground_truth: 'A' },
    { solution_str: 'é 語', ground_truth: 'A' },
  ];
  const child = spawn('python3', ['-c', script], {
    env: { ...process.env, PYTHONPATH: shims, PYTHONDONTWRITEBYTECODE: '1', PARALLAX_URL: server.url },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(rows));
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  expect(await new Promise((done) => child.once('close', done))).toBe(0);
  expect(JSON.parse(out)).toEqual([
    { score: 1, format: 1, 'exact-match': 1 },
    { score: 0, format: 0, 'exact-match': 0 },
  ]);
});
