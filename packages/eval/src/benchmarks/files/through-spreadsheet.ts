/**
 * What is left of a prediction that official code writes to an .xlsx file and reads back as `str(cell)`.
 * Measured with pandas 2.3, xlsxwriter 3.3 and openpyxl 3.1. A column of nothing but numbers is not covered.
 */

/** Texts that pandas takes for a missing value. */
const MISSING: ReadonlySet<string> = new Set([
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
]);
/** Line feed and tab stay. */
const CONTROL = '\\0-\\x08\\x0b-\\x1f\\ufffe\\uffff';
const NOT_IN_XML = new RegExp(`[${CONTROL}]`, 'g');
/** Longer cells are cut. */
const CELL_CHARACTERS = 32_767;

export interface SpreadsheetOptions {
  /** Older writers take `=...` and `{=...}` for a formula, which reads back as 0. */
  readonly formulas?: boolean;
}

export function throughSpreadsheet(text: string, { formulas = false }: SpreadsheetOptions = {}): string {
  if (formulas && (text.startsWith('=') || (text.startsWith('{=') && text.endsWith('}')))) return '0';
  const cell = text.replace(/^mailto:/, '').slice(0, CELL_CHARACTERS);
  const read = cell.replaceAll('x005F_', '').replace(NOT_IN_XML, (c) => {
    const code = c.charCodeAt(0).toString(16).toUpperCase();
    return `_x${code.padStart(4, '0')}_`;
  });
  return MISSING.has(read) ? 'nan' : read;
}

/** The same of all predictions. */
export function allThroughSpreadsheet(
  predictions: ReadonlyMap<string, string>,
  options: SpreadsheetOptions = {},
): ReadonlyMap<string, string> {
  return new Map([...predictions].map(([id, text]) => [id, throughSpreadsheet(text, options)]));
}
