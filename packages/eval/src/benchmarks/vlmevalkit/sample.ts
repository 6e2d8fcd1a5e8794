/** A row of a VLMEvalKit TSV as its harness puts it: pictures first, then the text. */

import { type PictureSource, readTsv } from '@parallax/dataset/files';
import type { TaskSample } from '../../tasks/task.ts';
import { readPictures } from '../files/read-pictures.ts';
import { isMissing, valueText } from '../pandas/pandas-column.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { optionTexts, type VlmRow } from './row.ts';

/** Hint, question, options and the request to choose. */
export function choicePrompt({ cells, options }: VlmRow): string {
  const hint = cells['hint'] === undefined || isMissing(cells['hint']) ? '' : `Hint: ${cells['hint']}\n`;
  const listed = Object.entries(options).map(([letter, value]) => `${letter}. ${valueText(value)}\n`);
  const choose = 'Please select the correct answer from the options above. \n';
  return `${hint}Question: ${cells['question']}\n${listed.length === 0 ? '' : `Options:\n${listed.join('')}${choose}`}`;
}

/**
 * @param sources pictures of a row that does not come from a TSV
 * @throws as `readPictures`.
 */
export async function vlmSample(
  folder: string,
  row: VlmRow,
  text = choicePrompt(row),
  sources?: readonly PictureSource[],
): Promise<TaskSample> {
  const where = `${row.place.path} index ${row.id}`;
  const images = await readPictures(sources ?? (await sourcesOf(row)), folder, where);
  return {
    id: String(row.id),
    kind: row.category,
    groupId: row.groupId,
    messages: picturePrompt(images.length, text),
    images,
    answer: row.answer,
    chance: 1 / Math.max(1, Object.keys(row.options).length),
  };
}

export function strictChoice(row: VlmRow, completion: string) {
  return strictLetter(completion, optionTexts(row), row.answer);
}

async function sourcesOf({ place, picturesAt }: VlmRow): Promise<PictureSource[]> {
  const cells = (await readTsv(place.path, { ...picturesAt, columns: place.columns }).next()).value?.cells;
  const cell: string | undefined = cells?.['image'];
  if (cell !== undefined) return listed(cell).map((base64) => ({ base64 }));
  return listed(cells?.['image_path'] ?? '').map((path) => ({ path }));
}

/** A list literal as Python or JSON writes it; its texts hold no quotes of their own. */
function listed(cell: string): string[] {
  if (cell.length < 2 || !cell.startsWith('[') || !cell.endsWith(']')) return [cell];
  return [...cell.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2]!);
}
