import { expect, it } from 'vitest';
import { throughSpreadsheet } from './through-spreadsheet.ts';

/** Expected: pandas 2.3 with xlsxwriter 3.3 and openpyxl 3.1, `str` of the cell read back; second column: formulas on. */
it.each([
  ['N/A', 'nan', 'nan'],
  ['', 'nan', 'nan'],
  ['none', 'none', 'none'],
  ['NA ', 'NA ', 'NA '],
  ['x005F_', 'nan', 'nan'],
  ['=A', '=A', '0'],
  ['{=A}', '{=A}', '0'],
  ['mailto:A', 'A', 'A'],
  ['A\0', 'A_x0000_', 'A_x0000_'],
  ['B\r\nC', 'B_x000D_\nC', 'B_x000D_\nC'],
  ['\tC\u0085', '\tC\u0085', '\tC\u0085'],
  ['_x0041_ B', '_x0041_ B', '_x0041_ B'],
])('%j reads back as %j, as %j where formulas are on', (text, plain, formulas) => {
  expect(throughSpreadsheet(text)).toBe(plain);
  expect(throughSpreadsheet(text, { formulas: true })).toBe(formulas);
});
