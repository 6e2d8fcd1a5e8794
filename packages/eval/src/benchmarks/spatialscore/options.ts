/** The options of SpatialScore's multiple choice: they stand in the question alone, marked as their source marks them. */
import { rotateOptionList } from '../../tasks/rotate-listed-options.ts';
import type { SpatialScoreRow } from './row.ts';

/** "(A) ", "(a) ", "A: ", "A. " or "A) " at the start of a line or behind a blank. */
const MARK = /(?:^|(?<=\s))(?:\(([A-Fa-f])\)|([A-Fa-f])[:.)])[^\S\n]+/g;
/** An answer that is a letter and nothing else: "B", "(a)", "C.". */
const LETTER_ALONE = /^\s*\(?([A-Fa-f])\)?\.?\s*$/;

interface Slot {
  readonly letter: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The row with its options moved on; as `rotated` of a benchmark. Null also for a question that lists no options from A
 * (or a) on, and for an answer that is more than a letter.
 */
export function rotatedSpatialRow(row: SpatialScoreRow, steps: number): SpatialScoreRow | null {
  if (row.questionType.toLowerCase() !== 'multi-choice') return null;
  const letter = LETTER_ALONE.exec(row.answer)?.[1];
  const slots = slotsOf(row.question);
  if (letter === undefined) return null;
  const texts = slots.map(({ start, end }) => row.question.slice(start, end));
  const moved = rotateOptionList(texts, letter.toUpperCase(), steps);
  if (moved === null) return null;
  const small = letter !== letter.toUpperCase();
  return {
    ...row,
    question: replaced(row.question, slots, moved.options),
    answer: row.answer.replace(/[A-Fa-f]/, small ? moved.answer.toLowerCase() : moved.answer),
  };
}

/** Number of options that the question lists; 0 where it lists none. */
export function countOptions(question: string): number {
  return slotsOf(question).length;
}

/** Where the text of each option stands: the last list of letters in order from A, each up to the next or to its line's end. */
function slotsOf(question: string): Slot[] {
  const marks = [...question.matchAll(MARK)].map((match) => ({
    letter: (match[1] ?? match[2])!,
    at: match.index,
    start: match.index + match[0].length,
  }));
  const first = marks.findLastIndex(({ letter }) => letter === 'A' || letter === 'a');
  if (first < 0) return [];
  const small = marks[first]!.letter === 'a';
  const list: typeof marks = [];
  for (const mark of marks.slice(first)) {
    const next = String.fromCharCode((small ? 97 : 65) + list.length);
    if (mark.letter !== next) break;
    list.push(mark);
  }
  if (list.length < 2) return [];
  return list.map(({ letter, start }, i) => {
    const line = question.indexOf('\n', start);
    const limit = Math.min(list[i + 1]?.at ?? question.length, line < 0 ? question.length : line);
    return { letter, start, end: start + question.slice(start, limit).trimEnd().length };
  });
}

function replaced(question: string, slots: readonly Slot[], texts: readonly string[]): string {
  let written = '';
  let at = 0;
  for (const [i, { start, end }] of slots.entries()) {
    written += question.slice(at, start) + texts[i]!;
    at = end;
  }
  return written + question.slice(at);
}
