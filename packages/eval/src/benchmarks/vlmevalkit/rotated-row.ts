/** A row of a VLMEvalKit table with its options under other letters. */
import { rotateListedOptions, rotateOptionList } from '../../tasks/rotate-listed-options.ts';
import { LETTERS, type VlmRow } from './row.ts';

/**
 * As `rotated` of a benchmark; also null where a letter between A and the last one has no option.
 * @param listedIn column whose text lists the options too
 */
export function rotatedVlmRow(row: VlmRow, steps: number, listedIn?: string): VlmRow | null {
  const letters = LETTERS.filter((letter) => row.options[letter] !== undefined);
  if (letters.some((letter, i) => letter !== LETTERS[i])) return null;
  const texts = letters.map((letter) => row.cells[letter] ?? '');
  const moved = rotateOptionList(texts, row.answer, steps);
  const values = rotateOptionList(
    letters.map((letter) => row.options[letter]!),
    row.answer,
    steps,
  );
  if (moved === null || values === null) return null;
  const byLetter = <T>(list: readonly T[]) =>
    Object.fromEntries(letters.map((letter, i) => [letter, list[i]!]));
  const wording = listedIn === undefined ? undefined : row.cells[listedIn];
  const listed =
    wording === undefined
      ? null
      : rotateListedOptions({ text: wording, options: texts, answer: row.answer }, steps);
  if (wording !== undefined && listed === null) return null;
  return {
    ...row,
    cells: {
      ...row.cells,
      ...byLetter(moved.options),
      ...(listed === null ? {} : { [listedIn!]: listed.text }),
    },
    options: byLetter(values.options),
    answer: moved.answer,
  };
}
