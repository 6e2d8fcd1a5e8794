/** The chains verb, also killed as a process; its teacher is a real HTTP server that answers, lies, fails, hangs and counts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDataset, verifyChain } from '@parallax/dataset';
import { runVerb } from '@parallax/lab/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { madePairs } from '../chains/made-pairs.ts';
import verb from './chains.ts';

const PAIRS = 24;
let root: string;
let source: string;
let sourceDigest: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-chains-'));
  source = join(root, 'source');
  sourceDigest = await madePairs(source, PAIRS);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('--writer geometry', () => {
  it('makes a derived data set whose every chain verifies, the same again', async () => {
    const out = join(root, 'geometry');
    const { code, result } = await run([source, '--out', out, '--per-kind', '8']);
    expect(code).toBe(0);
    const derived = await openDataset(out);
    expect(derived.manifest.derivedFrom).toEqual([sourceDigest]);
    expect(derived.manifest.counts.questions).toBe(24);
    expect(derived.manifest.counts.scenes).toBe(1);
    for await (const { question, images } of derived.rows()) {
      expect(verifyChain(question.chain ?? '', question.geometry).accepted).toBe(true);
      expect(question.chain).toContain('\n');
      expect(images.length).toBe(2);
    }
    expect(result['byReason']).toEqual({});
    const again = await run([source, '--out', join(root, 'again', 'geometry'), '--per-kind', '8']);
    expect(again.result['digest']).toBe(result['digest']);
  });
});

describe('--writer teacher', () => {
  it('keeps true chains, stores the others with the claims that failed, and retries what may pass', async () => {
    const server = await startTeacher((n, attempt, truth, response) => {
      if (n % 6 === 1) return lie(truth);
      if (n % 6 === 2) return `${truth} The sofa drifts a bit to the left of everything.`;
      if (n % 6 === 3 && attempt === 1) return refuse(response, 429, '');
      if (n % 6 === 4 && attempt === 1) return refuse(response, 503, 'busy');
      // The first try hangs.
      if (n === 5 && attempt === 1) return undefined;
      if (n === 11) return refuse(response, 200, '<html>not JSON');
      return `<think>${truth}</think>\n<answer>${truth}</answer>`;
    });
    const out = join(root, 'teacher');
    const { code, result, stderr } = await run([
      ...teacherArgs(server.url, out),
      ...['--timeout', '1', '--retries', '1'],
    ]);
    await server.close();
    expect(code, stderr).toBe(0);
    const byKind = result['byKind'] as Record<string, { tried: number; accepted: number }>;
    expect(Object.values(byKind).reduce((sum, { tried }) => sum + tried, 0)).toBe(3 * PAIRS);
    const derived = await openDataset(out);
    for await (const { chain, geometry } of derived.questions()) {
      expect(chain).not.toMatch(/<think>|<answer>/);
      expect(verifyChain(chain ?? '', geometry).accepted).toBe(true);
    }
    const rejections = await readLines(join(out, 'rejections.jsonl'));
    expect(rejections.length + derived.manifest.counts.questions).toBe(3 * PAIRS);
    const reasons = result['byReason'] as Record<string, number>;
    expect(reasons['provider-error: garbage-reply']).toBe(3);
    expect(reasons['not-understood']).toBe(12);
    const lies = rejections.filter(({ reason }) => String(reason).startsWith('false-claim'));
    expect(lies.length).toBe(12);
    for (const { failed } of lies) expect((failed as unknown[]).length).toBeGreaterThan(0);
    // One reply serves all questions of a pair; 4 were put off, 4 refused, one hung and one was garbage twice.
    expect(server.requests).toBe(PAIRS + 4 + 4 + 1 + 1);
    // The pictures travel as data URLs, the published prompt around them.
    const [system, user] = server.bodies[0]!.messages;
    expect(system?.content).toMatch(/^You are Actial/);
    const parts = user?.content as { type: string; image_url?: { url: string }; text?: string }[];
    expect(parts.slice(0, 2).map((part) => part.image_url?.url.slice(0, 22))).toEqual([
      'data:image/png;base64,',
      'data:image/png;base64,',
    ]);
    expect(parts[2]?.text).toMatch(/^I'll give you an example.*The correct answer is: move to the /s);
    expect(server.keys).toEqual(new Set(['Bearer secret-key']));
  });

  it('pays for no reply twice after kill -9, and ends with the same data set', async () => {
    const server = await startTeacher(async (n, _attempt, truth) => {
      await sleep(40);
      return n % 5 === 0 ? lie(truth) : truth;
    });
    const out = join(root, 'killed', 'set');
    for (const after of [7, 15]) {
      const child = start(teacherArgs(server.url, out));
      while (server.requests < after && child.exitCode === null) await sleep(5);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    const beforeLast = server.requests;
    const { code, result } = await run(teacherArgs(server.url, out));
    expect(code).toBe(0);
    const asked = [...server.perRequest.values()];
    // At most what was under way at each kill is asked again.
    expect(server.requests).toBeLessThanOrEqual(PAIRS + 2 * 4);
    expect(Math.max(...asked)).toBeLessThanOrEqual(3);
    expect(beforeLast).toBeGreaterThan(14);
    const requests = server.requests;
    const again = await run(teacherArgs(server.url, out));
    expect(again.result['digest']).toBe(result['digest']);
    expect(again.result['spent']).toMatchObject({ tokens: expect.any(Number) });
    expect(server.requests).toBe(requests);
    await server.close();
  });

  it('stops at its budget, over all runs, and goes on when it is raised', async () => {
    const server = await startTeacher((_n, _attempt, truth) => truth);
    const out = join(root, 'budget', 'set');
    const spent = await run([...teacherArgs(server.url, out), '--max-requests', '10']);
    expect(spent.code).toBe(1);
    expect(spent.result).toMatchObject({ error: { code: 'budget-spent' } });
    expect(server.requests).toBe(10);
    const still = await run([...teacherArgs(server.url, out), '--max-requests', '10']);
    expect(still.code).toBe(1);
    expect(server.requests).toBe(10);
    const finished = await run([...teacherArgs(server.url, out), '--max-requests', '10', '--finish']);
    expect(finished.code, finished.stderr).toBe(0);
    expect(finished.result).toMatchObject({ questions: 30 });
    const tokens = await run([
      ...teacherArgs(server.url, out),
      '--max-tokens',
      '3000',
      '--reply-tokens',
      '500',
    ]);
    expect(tokens.result).toMatchObject({ error: { code: 'budget-spent' } });
    const all = await run(teacherArgs(server.url, out));
    expect(all.result).toMatchObject({ questions: 3 * PAIRS });
    await server.close();
  });

  it('names what is wrong with the server, the flags and the folder', async () => {
    const server = await startTeacher((_n, _a, _t, response) => refuse(response, 401, 'no'));
    const refused = await run(teacherArgs(server.url, join(root, 'refused', 'set')));
    expect(refused.code).toBe(1);
    expect(refused.result).toMatchObject({ error: { code: 'unauthorized' } });
    expect(server.requests).toBeLessThanOrEqual(4);
    await server.close();
    const wrong: [string[], string][] = [
      [[source, '--out', join(root, 'x', 'y'), '--writer', 'teacher'], 'no-teacher'],
      [[source, '--out', join(root, 'x', 'y'), '--writer', 'poet'], 'bad-flag'],
      [[source, '--out', join(root, 'x', 'y'), '--per-kind', '0'], 'bad-flag'],
      [[source, '--out', join(root, 'x', 'y'), '--kinds', 'no-such-kind'], 'unknown-kind'],
      [[join(root, 'nowhere'), '--out', join(root, 'x', 'y')], 'not-a-dataset'],
      [teacherArgs('ftp://host', join(root, 'x', 'y')), 'bad-url'],
    ];
    for (const [args, code] of wrong) {
      const outcome = await run(args);
      expect(outcome.code, code).toBe(2);
      expect(outcome.result).toMatchObject({ error: { code } });
    }
  });
});

function refuse(response: ServerResponse, status: number, text: string): undefined {
  response.writeHead(status, { 'retry-after': '0' }).end(text);
}

interface Body {
  readonly messages: { content: unknown }[];
}

interface TeacherServer {
  readonly url: string;
  requests: number;
  readonly bodies: Body[];
  readonly keys: Set<string | undefined>;
  /** Digest of a request's body -> how often it came. */
  readonly perRequest: Map<string, number>;
  close(): Promise<void>;
}

/** @param answer of the n-th different request: a text, or undefined when it answered itself or hangs. */
async function startTeacher(
  answer: (
    n: number,
    attempt: number,
    truth: string,
    response: ServerResponse,
  ) => string | undefined | Promise<string | undefined>,
): Promise<TeacherServer> {
  const order: string[] = [];
  const perRequest = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const body = JSON.parse(text) as Body;
    const digest = createHash('sha256').update(text).digest('hex');
    if (!perRequest.has(digest)) order.push(digest);
    const attempt = (perRequest.get(digest) ?? 0) + 1;
    perRequest.set(digest, attempt);
    teacher.requests++;
    teacher.bodies.push(body);
    teacher.keys.add(request.headers.authorization);
    const said = await answer(order.indexOf(digest), attempt, truthOf(text), response);
    if (typeof said !== 'string') return;
    const choices = [{ message: { role: 'assistant', content: said }, finish_reason: 'stop' }];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices, usage: { prompt_tokens: 200, completion_tokens: 100 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const teacher: TeacherServer = {
    url: `http://127.0.0.1:${port}`,
    requests: 0,
    bodies: [],
    keys: new Set(),
    perRequest,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return teacher;
}

/** What an honest teacher makes of the answer that the published prompt gives away. */
function truthOf(body: string): string {
  const told =
    /move to the (\w+) in camera's perspective; move to the (\w+) in object's perspective; rotate to the (\w+) with about (\d+) degrees/.exec(
      body,
    );
  const [, camera, object, rotation, degrees] = told ?? [];
  const moved =
    camera === 'none' ? 'The camera did not move sideways.' : `The camera moved to the ${camera}.`;
  const seen =
    object === 'none'
      ? 'Seen from the object, it did not move sideways.'
      : `From the object's perspective, the camera moved to the ${object}.`;
  const turned =
    rotation === 'none'
      ? 'The camera did not turn.'
      : `The camera turned to the ${rotation} by about ${degrees} degrees.`;
  return `Image Identify: Both photos show the same scene, which did not change.\nAnalyze Specific Movements: ${moved} ${turned}\nAnswer Question: ${seen}`;
}

function lie(truth: string): string {
  return `${truth} The camera ${/moved to the left/.test(truth) ? 'turned by 400 degrees and moved down' : 'moved down'} by 9.0 m.`;
}

function teacherArgs(url: string, out: string): string[] {
  return [
    source,
    '--out',
    out,
    '--writer',
    'teacher',
    '--endpoint',
    url,
    '--model',
    'm',
    '--concurrency',
    '4',
  ];
}

/** A process of its own: one that can be killed. */
function start(args: readonly string[]): ChildProcess {
  const file = new URL('./chains.ts', import.meta.url).href;
  const code = `import verb from '${file}'; import { runVerb } from '@parallax/lab/node'; await runVerb(verb, process.argv.slice(1));`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', code, '--', ...args, '--json'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** In this process, as the command line would: exit code, last line of stdout, stderr. */
async function run(args: readonly string[]) {
  const written = { out: '', err: '' };
  const keep = (stream: NodeJS.WriteStream, name: keyof typeof written) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  const out = keep(process.stdout, 'out');
  const err = keep(process.stderr, 'err');
  vi.stubEnv('PARALLAX_TEACHER_KEY', 'secret-key');
  try {
    await runVerb(verb, [...args, '--json']);
  } finally {
    out.mockRestore();
    err.mockRestore();
    vi.unstubAllEnvs();
  }
  const code = process.exitCode;
  process.exitCode = 0;
  const line = written.out.trim().split('\n').at(-1) ?? '';
  return {
    code,
    stderr: written.err,
    result: (line === '' ? {} : JSON.parse(line)) as Record<string, unknown>,
  };
}

async function readLines(path: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
