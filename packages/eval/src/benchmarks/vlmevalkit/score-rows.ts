/** Rows and predictions as the harness sees them, after the table and the spreadsheet, and what it reads. */

import { valueText } from '../pandas/pandas-column.ts';
import { predictionsAsScored, throughSpreadsheet } from '../pandas/spreadsheet.ts';
import { canInfer, type Dialect } from './can-infer.ts';
import { LETTERS, optionTexts, type VlmRow } from './row.ts';

export interface ScoredVlmRow {
  readonly row: VlmRow;
  readonly extracted: string | null;
  readonly hit: number;
  /** Where the harness scores other options than the file has. */
  readonly optionsAsScored?: Readonly<Record<string, string>>;
}

/** Without a judge a row from which nothing is read counts as "Z". */
export function scoreVlmRows(
  rows: readonly VlmRow[],
  predictions: ReadonlyMap<string, string>,
  dialect: Dialect,
): ScoredVlmRow[] {
  const texts = predictionsAsScored(
    rows.map(({ id }) => predictions.get(String(id)) ?? ''),
    dialect,
  );
  const columns = LETTERS.map((letter) =>
    throughSpreadsheet(
      rows.map(({ options }) => options[letter] ?? null),
      dialect,
    ).map(valueText),
  );
  return rows.map((row, i) => {
    const present = LETTERS.map((letter, at) => [letter, columns[at]![i]] as const);
    const options = Object.fromEntries(
      present.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'),
    );
    const extracted = canInfer(texts[i]!, options, dialect);
    const same = LETTERS.every((letter, at) => (options[letter] ?? '') === (optionTexts(row)[at] ?? ''));
    return {
      row,
      extracted,
      hit: (extracted ?? 'Z') === row.answer ? 1 : 0,
      ...(same ? {} : { optionsAsScored: options }),
    };
  });
}

export function scoredItem({ row, extracted, hit, optionsAsScored }: ScoredVlmRow) {
  return {
    id: row.id,
    extracted,
    hit,
    ...(optionsAsScored === undefined ? {} : { options_as_scored: optionsAsScored }),
  };
}
