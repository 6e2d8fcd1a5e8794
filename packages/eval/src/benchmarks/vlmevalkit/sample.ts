/** A row of a VLMEvalKit TSV as its harness puts it: pictures first, then the text. */

import { readTsv } from '@parallax/dataset/files';
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

/** @throws as `readPictures`. */
export async function vlmSample(folder: string, row: VlmRow, text = choicePrompt(row)): Promise<TaskSample> {
  const images = await picturesOf(folder, row);
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

async function picturesOf(folder: string, { place, picturesAt, id }: VlmRow): Promise<Uint8Array[]> {
  const where = `${place.path} index ${id}`;
  const cells = (await readTsv(place.path, { ...picturesAt, columns: place.columns }).next()).value?.cells;
  const cell: string | undefined = cells?.['image'];
  const sources =
    cell === undefined
      ? listed(cells?.['image_path'] ?? '').map((path) => ({ path }))
      : listed(cell).map((base64) => ({ base64 }));
  return readPictures(sources, folder, where);
}

/** A list literal as Python or JSON writes it; its texts hold no quotes of their own. */
function listed(cell: string): string[] {
  if (cell.length < 2 || !cell.startsWith('[') || !cell.endsWith(']')) return [cell];
  return [...cell.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2]!);
}
