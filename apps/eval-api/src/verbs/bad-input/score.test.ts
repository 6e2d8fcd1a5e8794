/** What `parallax score` says to files that it cannot use, and what it still counts of files that are bad in part. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, run, runEach } from '../testing/run-verb.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-score-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const HEAD = 'index\timage\tquestion\tA\tB\tanswer\tcategory\n';
/** Shorter cells name another row. */
const PICTURE = 'A'.repeat(80);
const row = (index: number, answer = 'A'): string =>
  `${index}\t${PICTURE}\tWhere?\tleft\tright\t${answer}\tc\n`;
const TABLE = HEAD + row(1) + row(2) + row(3, 'B') + row(4, 'B');
const said = (id: unknown, prediction: unknown): string => `${JSON.stringify({ id, prediction })}\n`;
const ALL = said(1, 'A') + said(2, 'A') + said(3, 'A') + said(4, 'B');

interface Files {
  /** Files of the benchmark; default: the table of four rows. */
  readonly data?: Readonly<Record<string, string | Uint8Array>>;
  readonly predictions?: string | Uint8Array;
  readonly task?: string;
  readonly flags?: readonly string[];
}
let count = 0;
const lineOf = async ({ data = { 'table.tsv': TABLE }, predictions = ALL, task, flags = [] }: Files) => {
  const folder = join(root, `case-${count++}`);
  for (const [name, content] of Object.entries(data)) {
    await mkdir(dirname(join(folder, 'data', name)), { recursive: true });
    await writeFile(join(folder, 'data', name), content);
  }
  await writeFile(join(folder, 'said.jsonl'), predictions);
  const files = ['--data', join(folder, 'data'), '--predictions', join(folder, 'said.jsonl')];
  return ['--task', task ?? 'vlmevalkit-mcq', ...files, '--json', ...flags];
};

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const video = (more: object): string =>
  `${JSON.stringify({ id: 0, dataset: 'a', scene_name: 's', question_type: 'object_counting', question: 'q', ground_truth: '3', ...more })}\n`;
const vsi = (text: string): Files => ({ task: 'vsi-bench', data: { 'test.jsonl': text } });

const refused: [string, Files, RegExp][] = [
  ['a benchmark that does not exist', { task: 'vsi-bnech' }, /unknown-benchmark.*Did you mean \\?"vsi-bench/],
  [
    'a scorer that does not exist',
    { flags: ['--scorer', 'vlmevalkt'] },
    /unknown-scorer.*Did you mean \\?"vlmevalkit/,
  ],
  ['one scorer to compare', { flags: ['--compare', 'parallax'] }, /bad-compare.*--compare parallax: not two/],
  ['no table', { data: { 'read.me': '' } }, /file-missing.*holds no \.tsv/],
  ['an empty table', { data: { 'table.tsv': '' } }, /no-rows.*table\.tsv/],
  [
    'a table without a column',
    { data: { 'table.tsv': 'index\tquestion\n1\tq\n' } },
    /missing-column.*no column .answer/,
  ],
  [
    'a row without an answer',
    { data: { 'table.tsv': HEAD + row(1) + row(2, '') } },
    /missing-answer.*row 1 \(index 2\)/,
  ],
  [
    'an index twice',
    { data: { 'table.tsv': TABLE + row(2) } },
    /duplicate-id.*rows 1 and 4 have the same id 2/,
  ],
  [
    'a row with a cell too many',
    { data: { 'table.tsv': `${HEAD}${row(1).trim()}\tx\n` } },
    /wrong-cell-count.*row 0 has 8 cells/,
  ],
  [
    'a table in Latin 1',
    { data: { 'table.tsv': latin1(TABLE.replace('left', 'l\xe4nks')) } },
    /not-utf8.*table\.tsv: row 0/,
  ],
  [
    'a table with a million columns',
    { data: { 'table.tsv': `${'x\t'.repeat(1_000_000)}x\n1\n` } },
    /too-many-columns.*1000001 columns/,
  ],
  [
    'a header of 200 MB',
    { data: { 'table.tsv': Buffer.alloc(200 << 20, 'x') } },
    /cell-too-long|missing-column|no-rows/,
  ],
  [
    'rows with a missing key',
    vsi(video({ question: undefined })),
    /wrong-shape.*test\.jsonl.*row 0: key question/,
  ],
  ['rows with one id', vsi(video({}) + video({})), /duplicate-id.*rows 0 and 1/],
  ['rows that are no JSON', vsi(`${video({})}{"id": 1`), /truncated.*test\.jsonl/],
  ['predictions that are a folder', { flags: ['--predictions', tmpdir()] }, /file-missing.*is a folder/],
  [
    'predictions that are not there',
    { flags: ['--predictions', '/none.jsonl'] },
    /file-missing.*none\.jsonl does not exist/,
  ],
  ['no predictions', { predictions: '\n' }, /no-predictions.*said\.jsonl holds no prediction/],
  ['predictions that are no JSON', { predictions: `${said(1, 'A')}\n{"id": 2,` }, /not-json.*said\.jsonl:3/],
  [
    'predictions of another shape',
    { predictions: said(1, 'A') + said(2, null) },
    /wrong-shape.*said\.jsonl:2: key prediction/,
  ],
  ['predictions without an id', { predictions: '{"prediction": "A"}' }, /wrong-shape.*said\.jsonl:1: key id/],
  ['a prediction twice', { predictions: ALL + said('2', 'B') }, /duplicate-id.*said\.jsonl:5: id 2/],
  [
    'predictions in Latin 1',
    { predictions: latin1(said(1, 'A') + said(2, '\xe4')) },
    /not-utf8.*said\.jsonl:2/,
  ],
  ['predictions of another benchmark', { predictions: said('x', 'A') }, /unknown-ids.*none of its 1 ids/],
];

describe('what cannot be used is refused with its place and a remedy, exit code 2', () => {
  let runs: Awaited<ReturnType<typeof runEach>>;
  beforeAll(async () => {
    runs = await runEach('score', await Promise.all(refused.map(([, files]) => lineOf(files))));
  });
  it.each(refused.map(([what, , message], i) => [what, message, i] as const))('%s', (_what, message, i) => {
    const { code, out, err } = runs[i]!;
    expect(err.length).toBeLessThan(3000);
    const { error } = json(out) as { error: { code: string; message: string; remedy: string } };
    expect(`${error.code}: ${error.message} ${error.remedy}`).toMatch(message);
    expect(error.remedy, 'remedy').toBeTruthy();
    expect(code).toBe(2);
  });
});

describe('the rows that are good still count', () => {
  const scored = async (files: Files) => {
    const { code, out, err } = await run(
      'score',
      await lineOf({
        ...files,
        flags: ['--scorer', 'vlmevalkit', ...(files.flags ?? [])],
      }),
    );
    expect(code, err).toBe(0);
    const result = json(out) as {
      scorers: Record<string, { overall: unknown; items: { id: number; hit: number }[] }>;
      missing: Record<string, { ids: string[] }>;
      unknown: string[];
      tooLong: string[];
    };
    return { ...result, err, hits: result.scorers['vlmevalkit']!.items.map(({ hit }) => hit) };
  };

  it('byte order marks and CRLF are no content', async () => {
    const crlf = (text: string): string => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    const { hits } = await scored({ data: { 'table.tsv': crlf(TABLE) }, predictions: crlf(ALL) });
    expect(hits).toEqual([1, 1, 0, 1]);
  });

  it('rows without a prediction and predictions without a row are named', async () => {
    const { hits, missing, unknown, err } = await scored({
      predictions: said(1, 'A') + said(4, 'B') + said(9, 'B'),
    });
    expect(hits).toEqual([1, 0, 0, 1]);
    expect(missing['vlmevalkit']?.ids).toEqual(['2', '3']);
    expect(unknown).toEqual(['9']);
    expect(err).toContain('2 rows have no prediction and count as empty: 2, 3.');
    expect(err).toContain('1 predictions belong to no row of vlmevalkit-mcq: 9.');
  });

  it('a completion of 100 MB is named and counts as empty; 100 MB of heap are enough', async () => {
    const flood = `{"prediction": "A ${'\\n\\"\u00e9'.repeat(18_000_000)}", "id": 2}\n`;
    expect(Buffer.byteLength(flood)).toBeGreaterThan(100_000_000);
    process.env['NODE_OPTIONS'] = '--max-old-space-size=100';
    const { hits, tooLong, err } = await scored({
      predictions: said(1, 'A') + flood + said(3, 'B') + said(4, 'B'),
    }).finally(() => {
      delete process.env['NODE_OPTIONS'];
    });
    expect(hits).toEqual([1, 0, 1, 1]);
    expect(tooLong).toEqual(['2']);
    expect(err).toContain('too long to be read, counted as empty: 2.');
  });
});
