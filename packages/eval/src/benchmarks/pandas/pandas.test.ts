import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnAsPandas, valueText } from './pandas-column.ts';
import { predictionsAsScored, throughSpreadsheet } from './spreadsheet.ts';
import { readTable } from './table.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-official-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function fileOf(content: string): Promise<string> {
  const path = join(root, `${Math.random()}`);
  await writeFile(path, content);
  return path;
}

/** Expected texts: `[str(v) for v in pandas.read_csv(...)[column]]` of pandas 2.3. */
it.each([
  [
    ['1', '2'],
    ['1', '2'],
  ],
  [
    ['8', ''],
    ['8.0', null],
  ],
  [
    ['1', '2.5'],
    ['1.0', '2.5'],
  ],
  [
    ['01', ' +5 '],
    ['1', '5'],
  ],
  [
    ['1e3', '2'],
    ['1000.0', '2.0'],
  ],
  [
    ['TRUE', 'false'],
    ['True', 'False'],
  ],
  [
    ['True', ''],
    ['True', null],
  ],
  [
    ['1', 'True'],
    ['1', 'True'],
  ],
  [
    ['inf', '-Infinity'],
    ['inf', '-inf'],
  ],
  [
    ['9223372036854775808', '1'],
    ['9223372036854775808', '1'],
  ],
  [
    ['9223372036854775808', '-1'],
    ['9223372036854775808', '-1'],
  ],
  [
    ['100000000000000000000', '1.5'],
    ['100000000000000000000', '1.5'],
  ],
  [
    ['9007199254740993', ''],
    ['9007199254740992.0', null],
  ],
  [
    ['1e-5', '1e16'],
    ['1e-05', '1e+16'],
  ],
  [
    ['1e400', '1'],
    ['1e400', '1'],
  ],
  [
    ['-0', '0'],
    ['0', '0'],
  ],
  [
    ['-0.0', '.5'],
    ['-0.0', '0.5'],
  ],
  [
    ['N/A', 'None'],
    [null, null],
  ],
  [
    ['none', ' NA'],
    ['none', ' NA'],
  ],
  [
    ['\u00a01', '2'],
    ['\u00a01', '2'],
  ],
  [
    ['0.000373898721915884', '1'],
    ['0.0003738987219158', '1.0'],
  ],
  [
    ['723599482285303926', '1.5'],
    ['7.235994822853038e+17', '1.5'],
  ],
  [
    ['723599482285303926', ''],
    ['7.235994822853039e+17', null],
  ],
  [
    ['9863257751348969352', '459.481469475167950051'],
    ['9.863257751348967e+18', '459.481469475168'],
  ],
  [
    ['-9223372036854775810', '1', '2.5'],
    ['-9.223372036854778e+18', '1.0', '2.5'],
  ],
  [
    ['750111179924144020750.0', '5'],
    ['750111179924144020750.0', '5'],
  ],
  [
    ['18446744073709551615', 'None'],
    ['18446744073709551615', 'None'],
  ],
  [
    ['1e-320', ' inf'],
    ['1e-320', ' inf'],
  ],
])('a column %j is read as %j', (texts, expected) => {
  expect(columnAsPandas(texts).map(valueText)).toEqual(expected);
});

describe('a trip through a spreadsheet', () => {
  it.each([
    ['', 'nan'],
    ['NULL', 'nan'],
    ['none', 'none'],
    ['=B', '=B'],
    ['a\r\nb', 'a_x000D_\nb'],
    ['\u0000A', '_x0000_A'],
    ['_x0041_', '_x0041_'],
    ['x005F_y', 'y'],
    ['mailto:a@b.c', 'a@b.c'],
    ['file:///c/x', 'c\\x'],
    ['http://a.b/c is B', 'http://a.b/c is B'],
    [`http://${'a'.repeat(2100)}`, 'nan'],
    ['z'.repeat(40_000), 'z'.repeat(32_767)],
    ['😀'.repeat(20_000), '😀'.repeat(16_383)],
    ['  B \n', '  B \n'],
  ])('makes %j to %j', (text, expected) => {
    expect(predictionsAsScored([text, 'A'], { formulas: false })[0]).toBe(expected);
  });

  it('turns a text that starts with "=" into 0 where the writer takes it for a formula', () => {
    expect(predictionsAsScored(['=B', '{=A}', '=', 'A'], { formulas: true })).toEqual(['0', '0', '0', 'A']);
  });

  it('makes numbers of a column that holds nothing else', () => {
    expect(predictionsAsScored(['3.0', '4'], { formulas: false })).toEqual(['3.0', '4.0']);
    expect(predictionsAsScored(['01', '2'], { formulas: false })).toEqual(['1', '2']);
    expect(throughSpreadsheet([8, 9], { formulas: false })).toEqual([8n, 9n]);
    expect(throughSpreadsheet([8, null], { formulas: false })).toEqual([8, null]);
    expect(throughSpreadsheet([true, null], { formulas: false })).toEqual([1, null]);
  });

  /** Expected: `[str(v) for v in pandas.read_excel(...)]` after `to_excel` by XlsxWriter, of columns of texts. */
  it.each([
    [
      ['3', '000584', 'Infinity', '9223372036854775809'],
      ['3.0', '584.0', 'inf', '9.223372036854778e+18'],
    ],
    [
      ['82.69', '10000000000000000000000000'],
      ['82.69', '10000000000000000000000000'],
    ],
    [
      ['10', '', '18446744073709551614'],
      ['10', '', '18446744073709551614'],
    ],
    [
      ['10', '', 'N/A', '7'],
      ['10.0', 'nan', 'nan', '7.0'],
    ],
    [
      ['-1', '18446744073709551614'],
      ['-1', '18446744073709551614'],
    ],
    [
      ['1', '18446744073709551614'],
      ['1', '18446744073709551614'],
    ],
  ])('a column of the texts %j is read back as %j', (texts, expected) => {
    expect(predictionsAsScored(texts, { formulas: false })).toEqual(expected);
  });

  /** The writer keeps 16 digits. Expected as above, of columns that pandas has read as numbers. */
  it.each([
    [['16473594297161807110'], ['16473594297161809920']],
    [['363272911214.93646'], ['363272911214.9365']],
    [
      ['344398353470210566', '19899347337968491.0'],
      ['344398353470210624', '19899347337968488'],
    ],
    [['9007199254740993'], ['9007199254740992']],
    [
      ['-0.0', '1.0'],
      ['0', '1'],
    ],
  ])('a column of the numbers %j is read back as %j', (texts, expected) => {
    const read = throughSpreadsheet(columnAsPandas(texts), { formulas: false });
    expect(read.map(valueText)).toEqual(expected);
  });
});

describe('bad input', () => {
  it.each([
    ['a\tb\n1\t2', 'missing-column'],
    ['index\n', 'no-rows'],
    ['', 'no-rows'],
  ])('table %j: %s', async (text, code) => {
    await expect(readTable(await fileOf(text), ['index'])).rejects.toMatchObject({ code });
  });
});
