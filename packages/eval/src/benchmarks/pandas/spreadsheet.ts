/**
 * VLMEvalKit keeps predictions in an .xlsx file: this is what a column looks like once written there and read back.
 * Read off XlsxWriter 3.3 (writing), openpyxl 3.1 and pandas 2.3 (reading).
 */
import { pandasFloat, trimCSpace } from './number-text.ts';
import { isMissing, LEAST, MOST, MOST_UNSIGNED, type PandasValue, valueText } from './pandas-column.ts';

export interface SpreadsheetOptions {
  /** A text that starts with "=" is stored as a formula, whose value reads back as 0. */
  readonly formulas: boolean;
}

/** Characters of a cell. */
const MOST_CELL_CHARACTERS = 32_767;
const MOST_URL_CHARACTERS = 2079;
/** More links than these are left out of a sheet. */
const MOST_LINKS = 65_530;
const LINK = /^(?:(?:ftp|http)s?:\/\/|mailto:|(?:in|ex)ternal:|file:\/\/)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML cannot hold
const NOT_IN_XML = /[\x00-\x08\x0b-\x1f\ufffe\uffff]/g;

/** A column after one trip through a spreadsheet. Links are counted in this column only. */
export function throughSpreadsheet(
  column: readonly PandasValue[],
  options: SpreadsheetOptions,
): PandasValue[] {
  let links = 0;
  const cells = column.map((value): PandasValue => {
    if (typeof value === 'number' && !Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
    if (typeof value === 'number' || typeof value === 'bigint') {
      const stored = sixteenDigits(Number(value));
      return Number.isInteger(stored) ? BigInt(stored) : stored;
    }
    if (typeof value !== 'string') return value;
    if (options.formulas && (value.startsWith('=') || (value.startsWith('{=') && value.endsWith('}'))))
      return 0n;
    const text = LINK.test(value) ? linkText(value, ++links) : value;
    return text === null ? null : asRead(text);
  });
  return readBack(cells);
}

/** The texts that VLMEvalKit scores: a missing prediction is the text "nan". */
export function predictionsAsScored(predictions: readonly string[], options: SpreadsheetOptions): string[] {
  return throughSpreadsheet(predictions, options).map((value) => valueText(value) ?? 'nan');
}

/** The same of a column by id. */
export function completionsAsScored(
  predictions: ReadonlyMap<string, string>,
  options: SpreadsheetOptions,
): ReadonlyMap<string, string> {
  const texts = predictionsAsScored([...predictions.values()], options);
  return new Map([...predictions.keys()].map((id, i) => [id, texts[i]!]));
}

function linkText(value: string, count: number): string | null {
  const [url, ...anchor] = value.split('#');
  if (url!.length > MOST_URL_CHARACTERS || anchor.join('#').length > MOST_URL_CHARACTERS) return null;
  if (count > MOST_LINKS) return null;
  if (/^(?:mailto|internal):/.test(value)) return value.slice(value.indexOf(':') + 1);
  if (!/^(?:file:\/\/|external:)/.test(value)) return value;
  const path = value.replace('external:', 'file:///').replace('file:///', '').replace('file://', '');
  return path.replaceAll('/', '\\');
}

function asRead(text: string): string {
  const cut = text.slice(0, MOST_CELL_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
  const escaped = cut
    .replace(/_x[0-9a-fA-F]{4}_/g, '_x005F$&')
    .replace(NOT_IN_XML, (character) => `_x${hex(character)}_`);
  return escaped.replaceAll('x005F_', '');
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}

/** A column that holds nothing but numbers, be it as texts, is read as numbers; true and false likewise. */
function readBack(stored: readonly PandasValue[]): PandasValue[] {
  const cells = stored.map((cell) => (typeof cell === 'string' && isMissing(cell) ? null : cell));
  const present = cells.filter((cell) => cell !== null);
  const booleans = present.filter((cell) => typeof cell === 'boolean').length;
  const complete = present.length === cells.length;
  if (booleans > 0 && booleans === present.length) {
    return complete ? cells : cells.map((cell) => (cell === null ? null : Number(cell)));
  }
  if (booleans === 0) {
    const numbers = present.map((cell) => (typeof cell === 'string' ? numberOf(cell) : cell));
    if (numbers.every((value) => value !== null)) return asNumbers(stored, cells, numbers);
    if (present.every((cell) => typeof cell === 'string' && /^(?:true|false)$/i.test(cell))) {
      return cells.map((cell) => (cell === null ? null : String(cell).toLowerCase() === 'true'));
    }
  }
  return cells;
}

/**
 * Whole where all are and fit 64 bits together. A number beyond the signed ones fits neither a minus nor a blank:
 * then nothing is read, and blanks are empty texts.
 */
function asNumbers(
  stored: readonly PandasValue[],
  cells: readonly PandasValue[],
  numbers: readonly (number | bigint | boolean)[],
): PandasValue[] {
  const blanks = numbers.length < cells.length;
  const within = (value: number | bigint | boolean, least: bigint, most: bigint) =>
    typeof value === 'bigint' && value >= least && value <= most;
  const unsigned = numbers.some((value) => within(value, MOST + 1n, MOST_UNSIGNED));
  const negative = numbers.some((value) => within(value, LEAST, -1n));
  if (unsigned && (negative || blanks)) return stored.map((cell) => cell ?? '');
  if (!blanks && numbers.every((value) => within(value, LEAST, MOST_UNSIGNED))) return [...numbers];
  return cells.map((cell) =>
    cell === null ? null : typeof cell === 'string' ? pandasFloat(cell) : Number(cell),
  );
}

/** A whole number that no 64 bits hold makes texts of the column. */
function numberOf(text: string): number | bigint | null {
  const trimmed = trimCSpace(text);
  if (!/^[+-]?\d+$/.test(trimmed)) return pandasFloat(text);
  const value = BigInt(trimmed.replace('+', ''));
  return value < LEAST || value > MOST_UNSIGNED ? null : value;
}

/** The writer's `%.16G`, which rounds the exact value and ties to the even digit. */
function sixteenDigits(value: number): number {
  const [digits, power] = value.toExponential(100).split('e') as [string, string];
  const kept = digits.slice(0, digits.indexOf('.') + 1 + 15);
  const tie = /^50*$/.test(digits.slice(kept.length)) && Number(kept.at(-1)) % 2 === 0;
  return Number(tie ? `${kept}e${power}` : value.toPrecision(16));
}
