/** Export, import and preview as processes: killed on the way, given wrong input, and back to the digest. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root: string;
let dataset: string;
let digest: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-export-verb-'));
  dataset = join(root, 'made');
  digest = await madeDataset(dataset, 1500);
});
afterAll(() => rm(root, { recursive: true, force: true }));

function start(verb: 'export' | 'import' | 'preview', args: readonly string[]): ChildProcess {
  const file = new URL(`./${verb}.ts`, import.meta.url).href;
  const code = `import verb from '${file}'; import { runVerb } from '@parallax/lab/node'; await runVerb(verb, process.argv.slice(1));`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', code, '--', ...args], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(verb: 'export' | 'import' | 'preview', ...args: string[]) {
  const child = start(verb, args);
  let stdout = '';
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    result: args.includes('--json') ? JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') : {},
  };
}

/** Many small rows: long enough to be killed in the middle. */
async function madeDataset(folder: string, rows: number): Promise<string> {
  const { openDatasetWriter } = await import('@parallax/dataset');
  const writer = await openDatasetWriter(folder, {
    name: 'made',
    profile: 'decorrelated',
    seed: '1',
    generatorVersion: 'test',
    config: {},
    imageSource: 'test',
    splitRule: 'none',
  });
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  const intrinsics = { fx: 60, fy: 60, cx: 32, cy: 32, width: 64, height: 64 };
  const at = (x: number) => [1, 0, 0, x, 0, 1, 0, 0.5, 0, 0, 1, 3, 0, 0, 0, 1] as const;
  const question = (i: number) => ({
    type: 'question' as const,
    schemaVersion: 1 as const,
    codeCommit: 'test',
    questionId: `q${i}`,
    kind: i % 3 === 0 ? 'ego-translation' : 'ego-rotation',
    split: 'train' as const,
    groupId: `scene-${i % 50}`,
    pairId: `pair-${i}`,
    viewIds: [`a${i}`, `b${i}`],
    subjectId: 'chair-1',
    text: `<image><image>Question ${i}? A: Left B: Right Select one.`,
    options: ['Left', 'Right'],
    answer: i % 2 === 0 ? 'A' : 'B',
    answerType: 'choice' as const,
    chance: 0.5,
    geometry: {
      cameras: [0, 1].map((x) => ({ intrinsics, cameraToWorld: at(x) })),
      up: [0, 1, 0] as const,
      centre: [0, 0.5, 0] as const,
      motion: null,
      labels: null,
      objects: [],
      visible: [[], []],
      value: i,
      unit: 'object-distances',
      margin: 0.18,
      parameters: { note: 'x'.repeat(1500) },
    },
    chain: null,
  });
  // A PNG reader stops at its end chunk: bytes behind it make each picture another file.
  const picture = (i: number) => Buffer.concat([pixel, Buffer.from(`${i}`)]);
  const content = Array.from({ length: rows }, (_, i) => ({
    question: question(i),
    images: [picture(i % 400), picture((i + 1) % 400)],
  }));
  await writer.writeShard('train', 0, { rows: content, records: [], discarded: {} });
  return (await writer.finish()).digest;
}

async function digests(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) {
      found[path.slice(folder.length)] = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
    }
  }
  return found;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('parallax export', () => {
  it('killed without warning, goes on to the same bytes, and comes back to the digest', async () => {
    const [whole, killed] = [join(root, 'whole'), join(root, 'killed')];
    const args = (out: string) => [dataset, '--format', 'ms-swift', '--out', out, '--json'];
    const { ExportConfigSchema, exportDataset, openDataset } = await import('@parallax/dataset');
    const config = ExportConfigSchema.parse({ format: 'ms-swift' });
    const record = await exportDataset(await openDataset(dataset), { out: whole, config });
    expect(record).toMatchObject({ rows: 1500, images: { files: 400 } });
    const child = start('export', args(killed));
    const gone = new Promise((resolve) => child.on('close', resolve));
    // Killed once rows are on the disk; on a fast machine it may have finished by then, and must not change.
    while (child.exitCode === null && !(await exists(join(killed, 'made_train.jsonl')))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill('SIGKILL');
    await gone;
    expect((await run('export', ...args(killed))).code).toBe(0);
    expect(await digests(killed)).toEqual(await digests(whole));
    const back = await run('import', 'ms-swift', killed, '--out', join(root, 'back'), '--json');
    expect(back.result).toMatchObject({ restored: true, digest, questions: 1500 });
  });

  it('answers what cannot be done with exit code 2', async () => {
    const out = join(root, 'bad');
    expect(await run('export', dataset, '--format', 'lamm', '--out', out, '--json')).toMatchObject({
      code: 2,
      result: {
        error: { code: 'nothing-to-export', message: expect.stringContaining('not-one-picture (1500)') },
      },
    });
    expect(await run('import', 'lamm', join(root, 'whole'), '--out', out, '--json')).toMatchObject({
      code: 2,
      result: { error: { code: 'other-format' } },
    });
  });
});

describe('parallax preview', () => {
  it('writes the gallery into the data set', async () => {
    const { code, result } = await run('preview', dataset, '--count', '6', '--json');
    expect(code).toBe(0);
    expect(result).toMatchObject({ shown: 6, preview: join(dataset, 'preview.html') });
  });
});
