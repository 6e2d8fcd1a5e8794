import { mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@parallax/lab/node';
import { rebuildDatabase } from '@parallax/store';
import { appendMetrics, makeSmallLab, SMALL_LAB_HTML, type SmallLab } from '@parallax/store/fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.ts';
import { ApiError, type Client, createClient } from './client.ts';
import { type LiveLab, openLiveLab } from './live/live-lab.ts';
import { ProblemSchema } from './schema.ts';

let root: string;
let small: SmallLab;
let live: LiveLab;
let app: ReturnType<typeof createApp>;
let client: Client;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-api-'));
  small = await makeSmallLab(join(root, 'lab'));
  live = await openLiveLab({ lab: small.lab, refreshMs: 0, patienceMs: 30_000 });
  app = createApp({ lab: live });
  client = createClient('', { fetch: async (path, init) => app.request(path, init) });
});
afterAll(async () => {
  await live.close();
  await rm(root, { recursive: true, force: true });
});

/** The client checks every answer against its schema, so a wrong shape fails here too. */
test('data sets: list, detail with audit and label table', async () => {
  const { datasets } = await client.datasets();
  expect(datasets.map(({ name }) => name)).toEqual(['orbit']);
  const detail = await client.dataset('orbit');
  expect(detail.digest).toBe(small.dataset.manifest.digest);
  expect(detail.shards).toEqual(small.dataset.manifest.shards);
  expect(detail.audit?.datasetDigest).toBe(detail.digest);
  expect(detail.jointLabels.reduce((sum, row) => sum + row.pairs, 0)).toBe(detail.counts.pairs);
  expect(detail.kinds.reduce((sum, row) => sum + row.questions, 0)).toBe(small.questions.length);
});

test('questions: pages reach every one once, filters hold, a detail is the record itself', async () => {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.questions('orbit', { cursor, limit: 17 });
    ids.push(...page.questions.map((question) => question.questionId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toEqual(small.questions.map((question) => question.questionId));
  const filtered = await client.questions('orbit', { kind: 'ego-rotation', split: 'test', limit: 200 });
  expect(filtered.questions).toHaveLength(12);
  // The ids hold slashes: they travel encoded.
  const question = small.questions[3]!;
  const detail = await client.question(question.questionId);
  expect(detail.question).toEqual(question);
  expect(detail.previous).toBe(small.questions[2]!.questionId);
  expect(detail.next).toBe(small.questions[4]!.questionId);
  expect((await client.question(small.questions[0]!.questionId)).previous).toBeNull();
  const withChain = small.questions.find((one) => one.chain !== null)!;
  const { chain } = await client.question(withChain.questionId, 'orbit');
  expect(chain?.accepted).toBe(true);
  expect(chain?.claims.length).toBeGreaterThan(0);
});

test('images: the bytes of the shard, strong ETag, 304, by digest as well', async () => {
  const { imageUrls, questionId } = (await client.questions('orbit', { limit: 1 })).questions[0]!;
  const { images } = await small.dataset.readRow(0);
  expect(imageUrls).toHaveLength(2);
  for (const [n, url] of imageUrls.entries()) {
    const response = await app.request(url);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('etag')).toBe(`"${sha256(images[n]!)}"`);
    expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(images[n]!));
    const again = await app.request(url, { headers: { 'if-none-match': response.headers.get('etag')! } });
    expect(again.status).toBe(304);
    const byDigest = await app.request(`/api/images/${sha256(images[n]!)}`);
    expect(sha256(new Uint8Array(await byDigest.arrayBuffer()))).toBe(sha256(images[n]!));
  }
  const none = await app.request(`/api/questions/${encodeURIComponent(questionId)}/images/2`);
  expect(none.status).toBe(404);
  expect((await app.request(`/api/images/${'0'.repeat(64)}`)).status).toBe(404);
  expect((await app.request('/api/images/../../etc/passwd')).status).toBe(404);
});

test('runs: states, checkpoints with their evaluations, parents, metrics, rollouts', async () => {
  const { runs } = await client.runs();
  expect(runs.map(({ name, state, lastStep }) => [name, state, lastStep])).toEqual([
    ['grpo', 'stopped', 5],
    ['sft', 'finished', 30],
  ]);
  const sft = await client.run('sft');
  expect(sft).toMatchObject({ plannedSteps: 30, datasets: ['orbit'], backend: { name: 'tensorflow' } });
  expect(sft.checkpoints.map(({ evaluations }) => evaluations)).toEqual([[small.evaluations.poor]]);
  expect(sft.metricKeys).toEqual([
    { key: 'learningRate', points: 30 },
    { key: 'loss', points: 30 },
  ]);
  const { series } = await client.metrics('sft', { keys: ['loss', 'unknown'], after: 10 });
  expect(series).toHaveLength(1);
  expect(series[0]!.points.map((point) => point.step)).toEqual(Array.from({ length: 20 }, (_, i) => 11 + i));
  const thin = await client.metrics('sft', { keys: ['loss'], maxPoints: 8 });
  expect(thin.series[0]).toMatchObject({ total: 30, downsampled: true });
  expect(thin.series[0]!.points.length).toBeLessThanOrEqual(8);
  const { groups } = await client.rollouts('grpo', 1);
  expect(groups.length).toBeGreaterThan(0);
  for (const group of groups) {
    expect(group.dataset).toBe('orbit');
    expect(group.rollouts).toHaveLength(2);
  }
  await expect(client.rollouts('grpo', 99)).rejects.toMatchObject({ problem: { status: 404 } });
});

test('a run that goes on shows its newest step at the next request', async () => {
  await appendMetrics(small.lab, 'grpo', 6, 7);
  await writeFile(join(small.lab, 'runs/grpo/run.lock'), String(process.pid));
  const { series } = await client.metrics('grpo', { keys: ['loss'] });
  expect(series[0]!.points.at(-1)?.step).toBe(7);
  expect((await client.runs()).runs[0]).toMatchObject({ name: 'grpo', state: 'running', lastStep: 7 });
  await rm(join(small.lab, 'runs/grpo/run.lock'));
});

test('evaluations: metrics, samples by outcome, drill-down with geometry and claims', async () => {
  const { good, poor } = small.evaluations;
  const { evaluations } = await client.evaluations();
  expect(evaluations.map((one) => one.name).sort()).toEqual([good, poor].sort());
  const detail = await client.evaluation(good);
  expect(detail).toMatchObject({ dataset: 'orbit', checkpoint: { run: 'grpo', step: 5 }, model: 'good' });
  expect(detail.metrics[0]).toMatchObject({ kind: 'overall', accuracy: 1, n: 36 });
  const unparsed = await client.samples(poor, { outcome: 'unparsed', limit: 200 });
  expect(unparsed.samples.map((sample) => sample.excerpt)).toEqual(Array(7).fill('I cannot tell.'));
  const { samples } = await client.samples(good, { kind: 'ego-rotation', limit: 3 });
  const sample = await client.sample(good, samples[1]!.sampleId);
  expect(sample.question?.question.questionId).toBe(samples[1]!.sampleId);
  expect(sample.sample.score?.parsed.value).toBe(samples[1]!.answer);
  expect(sample.chain?.accepted).toBe(true);
  const image = await app.request(sample.imageUrls[0] ?? '');
  expect(image.status).toBe(200);
  expect((await client.sample(poor, samples[1]!.sampleId)).chain).toBeNull();
});

test('samples: any page by offset, search in the texts, neighbours under the filter', async () => {
  const { good, poor } = small.evaluations;
  const whole = await client.samples(good, { limit: 200 });
  expect(whole).toMatchObject({ total: 36, nextCursor: null });
  const page = await client.samples(good, { offset: 30, limit: 4 });
  expect(page.samples).toEqual(whole.samples.slice(30, 34));
  expect((await client.samples(good, { cursor: page.nextCursor!, limit: 9 })).samples).toEqual(
    whole.samples.slice(34),
  );
  expect(await client.samples(good, { offset: 400 })).toMatchObject({ samples: [], total: 36 });
  const filter = { text: 'i cannot' };
  const found = await client.samples(poor, filter);
  expect(found.samples.map(({ outcome }) => outcome)).toEqual(Array(7).fill('unparsed'));
  const third = await client.sample(poor, found.samples[2]!.sampleId, filter);
  expect(third).toMatchObject({
    ...{ rank: 2, total: 7 },
    previous: found.samples[1]!.sampleId,
    next: found.samples[3]!.sampleId,
  });
  const outside = await client.sample(poor, whole.samples[0]!.sampleId, filter);
  expect(outside).toMatchObject({ rank: null, previous: null, next: found.samples[0]!.sampleId });
});

test("a sample shows other scorers' readings where the evaluation has them", async () => {
  const { good, poor } = small.evaluations;
  const [first] = (await client.samples(poor, { limit: 1 })).samples;
  const path = join(small.lab, 'evaluations', poor, 'scorers.json');
  const items = [{ id: first!.sampleId, extracted: 'B', hit: 0 }];
  await writeFile(path, JSON.stringify({ scorers: { vlmevalkit: { overall: 0, items } } }));
  expect((await client.sample(poor, first!.sampleId)).readings).toEqual([
    { scorer: 'vlmevalkit', extracted: 'B', value: 0 },
  ]);
  expect((await client.sample(good, first!.sampleId)).readings).toEqual([]);
  await rm(path);
});

test('compare: the cells share the samples out, with an exact test', async () => {
  const { good, poor } = small.evaluations;
  const first = await client.compare(good, poor, { limit: 5 });
  expect(first.shared).toBe(36);
  expect(first.items).toHaveLength(5);
  expect(first.items.every(({ a, b }) => a.sampleId === b.sampleId && a.parsed !== b.parsed)).toBe(true);
  const { both, onlyA, onlyB, neither } = first.table;
  expect([both + onlyA + onlyB + neither, onlyB, neither]).toEqual([36, 0, 0]);
  // onlyB is 0, so the two-sided exact test is twice a power of one half.
  expect(first.pValue).toBeCloseTo(2 ** (1 - onlyA), 12);
  const rest = await client.compare(good, poor, { cursor: first.nextCursor ?? undefined, limit: 200 });
  expect(rest.nextCursor).toBeNull();
  expect(first.total).toBe(first.items.length + rest.items.length);
  expect(rest.items[0]!.a.position).toBeGreaterThan(first.items.at(-1)!.a.position);
  const turned = await client.compare(poor, good, { cell: 'only-b', limit: 200 });
  expect(turned.items.map(({ b }) => b.sampleId)).toEqual(
    [...first.items, ...rest.items].map(({ a }) => a.sampleId),
  );
  expect((await client.compare(good, good)).items).toEqual([]);
});

test('paired tests: kinds add up to the whole; a model against itself differs by nothing', async () => {
  const { good, poor } = small.evaluations;
  const { tests } = await client.compareKinds(poor, good);
  const [overall, ...kinds] = tests;
  expect(overall!.kind).toBe('overall');
  expect(kinds.reduce((sum, { items }) => sum + items, 0)).toBe(overall!.items);
  expect(kinds.reduce((sum, { onlyB }) => sum + onlyB, 0)).toBe(overall!.onlyB);
  expect(overall!.difference).toBeCloseTo(overall!.onlyB / overall!.items, 12);
  for (const { p, pAdjusted } of kinds) expect(pAdjusted).toBeGreaterThanOrEqual(p);
  const same = await client.compareKinds(good, good);
  for (const test of same.tests) expect(test).toMatchObject({ difference: 0, interval: [0, 0], p: 1 });
  const reference = await client.referenceTests('poor');
  expect(reference.tests).toEqual([{ ...overall, evaluation: good, against: poor }]);
  const ofTask = await client.referenceTests('poor', (await client.evaluation(good)).task);
  expect(ofTask.tests.map(({ kind }) => kind)).toEqual(tests.map(({ kind }) => kind));
});

test('a question knows who answered it; a rollout stands beside its geometry', async () => {
  const asked = (await client.rollouts('grpo', 1)).groups[0]!;
  const { rollouts } = await client.answers(asked.questionId, 'orbit');
  expect(rollouts.map(({ run, step }) => [run, step])).toContainEqual(['grpo', 1]);
  const rollout = await client.rollout('grpo', rollouts[0]!.line);
  expect(rollout.question?.question.questionId).toBe(asked.questionId);
  expect(asked.rollouts.map(({ completion }) => completion)).toContain(rollout.completion);
  const tested = small.questions.find(({ split }) => split === 'test')!;
  const { samples } = await client.answers(tested.questionId, 'orbit');
  expect(samples.map(({ model }) => model).sort()).toEqual(['good', 'poor']);
  await expect(client.rollout('grpo', 12345)).rejects.toMatchObject({ problem: { status: 404 } });
});

test('reports: the page in a sandbox of its own', async () => {
  const { reports } = await client.reports();
  const response = await app.request(reports[0]!.url);
  expect(await response.text()).toBe(SMALL_LAB_HTML);
  expect(response.headers.get('content-security-policy')).toContain('sandbox allow-scripts');
});

test('a report that links out of the lab is refused', async () => {
  const page = join(small.lab, 'reports/summary/report.html');
  await rename(page, `${page}.kept`);
  await writeFile(join(root, 'secret.html'), 'secret');
  await symlink(join(root, 'secret.html'), page);
  const response = await app.request('/api/reports/summary');
  expect(response.status).toBe(403);
  expect(await response.text()).not.toContain('secret"');
  await rm(page);
  await rename(`${page}.kept`, page);
});

test('every failure is a problem document', async () => {
  const cases: [string, number, string][] = [
    ['/api/nothing', 404, 'not-found'],
    ['/api/datasets/nothing', 404, 'not-found'],
    ['/api/datasets/orbit/questions?limit=0', 400, 'invalid-request'],
    ['/api/datasets/orbit/questions?limit=1e99', 400, 'invalid-request'],
    ['/api/datasets/orbit/questions?cursor=-1', 400, 'invalid-request'],
    ['/api/datasets/orbit/questions?split=other', 400, 'invalid-request'],
    ['/api/questions/none', 404, 'not-found'],
    ['/api/images/xyz', 400, 'invalid-request'],
    ['/api/runs/none', 404, 'not-found'],
    ['/api/runs/none/metrics', 404, 'not-found'],
    ['/api/runs/none/events', 404, 'not-found'],
    ['/api/runs/sft/metrics?maxPoints=1', 400, 'invalid-request'],
    ['/api/runs/sft/rollouts', 404, 'not-found'],
    ['/api/evaluations/none/samples', 404, 'not-found'],
    ['/api/samples/none/none', 404, 'not-found'],
    ['/api/compare?a=x', 400, 'invalid-request'],
    ['/api/compare?a=x&b=y', 404, 'not-found'],
    ['/api/reports/none', 404, 'not-found'],
    ['/api/reports/..%2f..%2f..%2fetc%2fpasswd', 404, 'not-found'],
    ['/api/reports/%2e%2e', 404, 'not-found'],
    ['/api/runs/..%2F..%2Fsecret.html', 404, 'not-found'],
    ["/api/questions/'%20OR%201=1--", 404, 'not-found'],
    ['/api/questions/%00', 404, 'not-found'],
    ['/api/questions/%ff', 404, 'not-found'],
  ];
  for (const [path, status, code] of cases) {
    const response = await app.request(path);
    expect([path, response.status]).toEqual([path, status]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = ProblemSchema.parse(await response.json());
    expect([path, problem.code, problem.status]).toEqual([path, code, status]);
    expect(problem.type).toBe(`urn:parallax:problem:${code}`);
    // What went wrong is half of an answer.
    expect([path, problem.remedy]).toEqual([path, expect.stringMatching(/^[A-Z].*\.$/)]);
  }
  await expect(client.dataset('none')).rejects.toBeInstanceOf(ApiError);
});

test('a parameter that an address does not know is named, with those that it knows', async () => {
  const document = (await (await app.request('/openapi.json')).json()) as Described;
  let asked = 0;
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { parameters = [] }] of Object.entries(methods)) {
      const address = path.replaceAll(/\{\w+\}/g, '0');
      const init =
        method === 'get' ? {} : { method, body: '{}', headers: { 'content-type': 'application/json' } };
      const response = await app.request(`${address}?sortt=x`, init);
      const problem = ProblemSchema.parse(await response.json());
      expect([path, response.status, problem.code]).toEqual([path, 400, 'unknown-parameter']);
      expect(problem.detail).toBe(`"sortt" is not a parameter of ${path}.`);
      for (const { name } of parameters.filter((each) => each.in === 'query')) {
        expect(problem.remedy).toMatch(new RegExp(`\\b${name}\\b`));
      }
      asked++;
    }
  }
  expect(asked).toBeGreaterThan(20);
  const near = await app.request('/api/evaluations/none/samples?outcom=wrong');
  expect(ProblemSchema.parse(await near.json()).remedy).toContain('Did you mean "outcome"?');
  expect((await app.request('/api/datasets/orbit/questions?kind=ego-rotation&limit=1')).status).toBe(200);
});

test('a request with a large body is refused before it is read', async () => {
  const body = 'x'.repeat(2 * 1024 * 1024);
  const response = await app.request('/api/datasets', {
    method: 'POST',
    body,
    headers: { 'content-length': String(body.length), 'content-type': 'application/json' },
  });
  expect(response.status).toBe(413);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});

test('a method that an address does not have is 405 with those it has; a body that is not JSON is 415', async () => {
  const wrong = await app.request('/api/runs', { method: 'DELETE' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect(ProblemSchema.parse(await wrong.json()).code).toBe('method-not-allowed');
  const read = await app.request('/v1/chat/completions');
  expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
  ]) {
    const init = { method: 'POST', body: '{}', headers: { 'content-type': type } };
    expect((await app.request('/v1/rewards:score', init)).status).toBe(415);
  }
});

test('headers: no outside content, no sniffing, no other host', async () => {
  const response = await app.request('/healthz');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const rebound = await app.request('http://evil.example/api/datasets');
  expect(rebound.status).toBe(403);
});

test('a number in an address is a whole number in its bounds, as the document says', async () => {
  for (const limit of ['', '0', '201', '1.5', '0x10', '1e2', 'null', '-1', ' 5', '99999999999999999999']) {
    const response = await app.request(`/api/datasets/orbit/questions?limit=${encodeURIComponent(limit)}`);
    expect([limit, response.status]).toEqual([limit, 400]);
    expect(ProblemSchema.parse(await response.json()).errors?.[0]?.path).toBe('query.limit');
  }
  expect((await app.request('/api/datasets/orbit/questions?limit=200')).status).toBe(200);
  // No body is read there, so it does not matter which one was sent.
  const posted = await app.request('/api/datasets', { method: 'POST', body: 'text' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('openapi.json describes every route; /docs and /metrics need nothing from outside', async () => {
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { responses: object; summary: string }>>;
  };
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/(api|v1)\/|^\/healthz$/.test(path))
    .map(({ path }) => path.replace(/(?<=\/):([a-zA-Z0-9]+)/g, '{$1}'));
  expect(
    Object.keys(document.paths)
      .filter((path) => path !== '/metrics')
      .sort(),
  ).toEqual([...new Set(served)].sort());
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) {
      expect(operation.summary).toBeTruthy();
      expect(Object.keys(operation.responses)).toEqual(['200', 'default']);
    }
  }
  // A tuple says how long it is, and the document asks for a token exactly when the server does.
  const text = JSON.stringify(document);
  expect(text).toContain('"ci95":{"type":"array","items":{"type":"number"},"minItems":2,"maxItems":2}');
  expect(text).not.toContain('prefixItems');
  expect(document).not.toHaveProperty('security');
  const guarded = createApp({ lab: live, tokens: { schemaVersion: 1, tokens: [] } });
  expect((await guarded.request('/openapi.json')).status).toBe(401);
  const docs = await (await app.request('/docs')).text();
  expect(docs).toContain('/api/compare');
  expect(docs).not.toMatch(/https?:\/\/|<script/);
  const metrics = await (await app.request('/metrics')).text();
  expect(metrics).toMatch(/^parallax_records\{table="questions"\} 72$/m);
  expect(metrics).toMatch(/route="\/api\/datasets\/:name",status="200",le="\+Inf"\} [1-9]/);
});

test('damaged records are told of, and served again when mended', async () => {
  const path = join(small.lab, 'runs/sft/run.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.slice(0, 40));
  expect((await client.lab()).problems).toMatchObject([{ record: 'runs/sft', code: 'not-json' }]);
  await writeFile(path, text);
  expect((await client.lab()).problems).toEqual([]);
});

test('a database that was rebuilt meanwhile is taken up', async () => {
  await rebuildDatabase(small.lab);
  const { tables } = await client.lab();
  expect(tables.find(({ table }) => table === 'questions')?.rows).toBe(72);
  expect((await client.datasets()).datasets).toHaveLength(1);
});

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { parameters?: readonly Parameter[] }>>>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}
