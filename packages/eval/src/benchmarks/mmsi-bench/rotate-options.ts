/**
 * The four rows that the circular variant makes of one question.
 * Source: InternRobotics/MMSI-Bench 5de2f3d2, vlmeval/dataset/mmsi_bench.py MMSIBenchCircular.load_data.
 */
import { pythonPattern, pythonStrip } from '@parallax/rewards';
import type { MmsiRow } from './row.ts';

const ORDERS = ['ABCD', 'BCDA', 'CDAB', 'DABC'];
/** Row k of question i has the id i + k * ID_STEP. */
export const ID_STEP = 1_000_000;
const OPTION = pythonPattern('([A-D])\\s*:\\s*(.*?)(?=\\s+[A-D]\\s*:|,\\s*[A-D]\\s*:|$)');

export interface RotatedRow extends MmsiRow {
  /** Id of the question that it was made of. */
  readonly groupIndex: number;
}

/** None for a question whose options cannot be read or whose answer is not among them. */
export function rotateOptions(row: MmsiRow): RotatedRow[] {
  const { text, options } = optionsOf(row.question);
  if (!options.has(row.answer)) return [];
  return ORDERS.map((order, k) => {
    const parts = [...order].flatMap((letter, i) =>
      options.has(letter) ? [`${'ABCD'[i]}: ${options.get(letter)}`] : [],
    );
    return {
      ...row,
      id: row.id + k * ID_STEP,
      groupIndex: row.id,
      question: `${text}\nOptions: ${parts.join(', ')}`,
      answer: 'ABCD'[order.indexOf(row.answer)]!,
    };
  });
}

/** Options as the question's text writes them; a letter that comes twice keeps its last text. */
export function optionsOf(question: string): { text: string; options: ReadonlyMap<string, string> } {
  const at = question.indexOf('Options:');
  if (at < 0) return { text: pythonStrip(question), options: new Map() };
  const list = pythonStrip(question.slice(at + 'Options:'.length));
  return {
    text: pythonStrip(question.slice(0, at)),
    options: new Map([...list.matchAll(OPTION)].map((match) => [match[1]!, pythonStrip(match[2]!)])),
  };
}
