import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJsonValues } from './json-values.ts';
import { readParquetRows } from './parquet-rows.ts';
import { readTsv } from './tsv-rows.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-readers-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(root, `${Math.random()}`);
  await writeFile(path, content);
  return path;
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 0, maxLength: 12 });

describe('JSON values', () => {
  it('reads what JSON.stringify writes, as lines and as one array', async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.constantFrom(0, 2), async (values, indent) => {
        // JSON has no -0 and may hold "__proto__": compare with what JSON.parse makes of the same text.
        const expected = JSON.parse(JSON.stringify(values));
        const array = await all(readJsonValues(await fileOf(JSON.stringify(values, null, indent))));
        expect(array.map(({ value }) => value)).toEqual(expected);
        const lines = values.map((value) => JSON.stringify(value)).join('\n');
        expect((await all(readJsonValues(await fileOf(lines)))).map(({ value }) => value)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('reads rows that cross the chunks of the file', async () => {
    const values = Array.from({ length: 40 }, (_, i) => ({
      i,
      text: `"{[\\${'x'.repeat(20_000 + i * 997)}é`,
    }));
    const path = await fileOf(JSON.stringify(values));
    expect((await all(readJsonValues(path))).map(({ value }) => value)).toEqual(values);
  });

  it.each([
    ['[{"a": 1}, {"b": ', 'truncated'],
    ['{"a": 1}\n{"b"', 'truncated'],
    ['[{"a": 1}', 'truncated'],
    ['[1, 2]', 'not-json'],
    ['<html></html>', 'not-json'],
    ['{"a": nope}', 'not-json'],
    ['[{"a": 1}] {"b": 2}', 'not-json'],
  ])('refuses %s with a typed error', async (text, code) => {
    await expect(all(readJsonValues(await fileOf(text)))).rejects.toMatchObject({ code });
  });

  it('ends on any bytes, with rows or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const outcome = await all(readJsonValues(await fileOf(bytes))).catch((error) => error.code);
        expect(Array.isArray(outcome) || ['not-json', 'truncated'].includes(outcome)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('TSV rows', () => {
  it('reads quoted cells, doubled quotes, line ends inside cells, and quotes that mean nothing', async () => {
    const text = 'a\tb\tc\r\n"x\ty"\t"say ""hi"""\t5" wide\r\n"two\nlines"\t\tlast';
    const rows = await all(readTsv(await fileOf(text)));
    expect(rows.map(({ cells }) => cells)).toEqual([
      { a: 'x\ty', b: 'say "hi"', c: '5" wide' },
      { a: 'two\nlines', b: '', c: 'last' },
    ]);
  });

  it('gives back any cells that are quoted by the rule', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', 'é', '[', '\\') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (table) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ['x\ty', ...table.map((row) => row.map(quoted).join('\t'))].join('\n');
        const rows = await all(readTsv(await fileOf(text)));
        expect(rows.map(({ cells }) => [cells['x'], cells['y']])).toEqual(table.map((row) => [...row]));
      }),
      { numRuns: 100 },
    );
  });

  it('does not take a byte order mark for a part of the first name or of its quote', async () => {
    const rows = await all(readTsv(await fileOf('\ufeff"a"\tb\n1\t2')));
    expect(rows.map(({ cells }) => cells)).toEqual([{ a: '1', b: '2' }]);
  });

  it('starts again at the offset of a row', async () => {
    const path = await fileOf(
      `a\tb\n${Array.from({ length: 50 }, (_, i) => `é${i}\t"${i}\n"`).join('\n')}\n`,
    );
    const rows = await all(readTsv(path));
    for (const { row, offset, columns, cells } of rows) {
      const again = readTsv(path, { row, offset, columns });
      expect((await again.next()).value).toMatchObject({ row, cells });
      await again.return(undefined);
    }
  });

  it.each([
    ['a\tb\n1', 'wrong-cell-count'],
    ['a\ta\n1\t2', 'repeated-column'],
    ['a\tb\n"1\t2', 'unclosed-quote'],
  ])('refuses %j', async (text, code) => {
    await expect(all(readTsv(await fileOf(text)))).rejects.toMatchObject({ code });
  });
});

describe('Parquet rows', () => {
  it('refuses what is no Parquet file', async () => {
    await expect(all(readParquetRows(await fileOf('PAR1 not really PAR1')))).rejects.toMatchObject({
      code: 'not-parquet',
    });
    await expect(all(readParquetRows(await fileOf('')))).rejects.toMatchObject({ code: 'not-parquet' });
  });
});
