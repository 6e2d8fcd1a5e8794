/**
 * Spatial-MLLM's reading of a completion and of a truth, quirks included.
 * Source: diankun-wu/Spatial-MLLM at 9fc4738, src/evaluation/vsibench/dataset_utils.py (behaviour, not code):
 * `clean_text` and `normalize_number`.
 */
import { pythonFloat } from '../python/number.ts';
import { PYTHON_SPACE, pythonStrip } from '../python/text.ts';

const CLOSE = '</answer>';
const BLOCK = /<answer>([\s\S]*?)<\/answer>/g;
const SPACES = new RegExp(`[${PYTHON_SPACE}]+`, 'g');

export interface CleanText {
  /** One line, trimmed, without full stops at its end, in lower case. */
  readonly text: string;
  /** Where the text was read from. */
  readonly span: [number, number];
}

/** The last answer block, or the whole text where there is none. */
export function cleanSpatialMllmText(text: string): CleanText {
  // Behind the last closing tag every opening one would be searched to the end.
  const blocks = text.slice(0, text.lastIndexOf(CLOSE) + CLOSE.length);
  const last = [...blocks.matchAll(BLOCK)].at(-1);
  const inner = last?.[1] ?? text;
  const start = last === undefined ? 0 : last.index + '<answer>'.length;
  const clean = pythonStrip(inner.replace(SPACES, ' '));
  let end = clean.length;
  while (clean[end - 1] === '.') end--;
  return { text: clean.slice(0, end).toLowerCase(), span: [start, start + inner.length] };
}

/** `float()` after commas are taken out; null where Python raises. */
export function spatialMllmNumber(text: string): number | null {
  return pythonFloat(text.replaceAll(',', ''));
}
