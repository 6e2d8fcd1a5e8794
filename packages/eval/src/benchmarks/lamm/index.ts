/**
 * LAMM's benchmark: boxes and multiple choice in point clouds, points and counts in pictures.
 * Source: OpenGVLab/LAMM at ea57136, src/ChEF (behaviour, not code).
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { confinedPicture } from '@parallax/dataset/files';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import sharp from 'sharp';
import { rotateListedOptions } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { parseRows, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { readJson } from '../files/read-text.ts';
import { choiceReading, choosing, counting } from './answers.ts';
import { detection, grounding, shareOf } from './boxes.ts';
import type { LammDataset, LammReading, LammRow } from './dataset.ts';
import { locatingJoints, locatingObjects } from './points.ts';

const DATASETS: readonly LammDataset[] = [
  detection,
  grounding,
  locatingObjects,
  locatingJoints,
  counting,
  choosing,
] as unknown as readonly LammDataset[]; // each gets the items of its own schema only

const LETTER_A = 65;

/** What every data set's item has; its own schema has checked the rest. */
interface AnyItem {
  readonly id?: string | number;
  readonly query: string;
  readonly image?: string;
}

export const lamm: Benchmark<LammRow> = {
  name: 'lamm',
  description: 'LAMM: 3D detection, grounding and ScanQA, locating in VOC2012 and LSP, counting in FSC147',
  prompt: 'official',
  load: async (folder) => {
    const present = DATASETS.filter(({ file }) => existsSync(join(folder, file)));
    if (present.length === 0) {
      throw new ConfigError('file-missing', `${folder} holds no data set of LAMM.`, {
        remedy: `Give the folder with ${DATASETS.map(({ file }) => file).join(', ')}.`,
      });
    }
    const rows = await Promise.all(present.map((dataset) => loadDataset(folder, dataset)));
    return rows.flat();
  },
  scorers: {
    'lamm-chef': {
      score: (rows, predictions) => {
        const tables = [...Map.groupBy(rows, ({ category }) => category)].map(([name, part]) => {
          const dataset = DATASETS.find((candidate) => candidate.name === name)!; // rows are made by them
          const items = part.map((row) => row.score(predictions.get(String(row.id)) ?? ''));
          return { name, metric: dataset.metric, overall: dataset.overall(items), items };
        });
        return {
          overall: Object.fromEntries(tables.map(({ name, overall }) => [name, overall])),
          items: tables.flatMap(({ items }) => items),
          ...Object.fromEntries(
            tables.map(({ name, ...table }) => [name, name === choosing.name ? asPublished(table) : table]),
          ),
        };
      },
      missing: 'it asks the model for every row',
    },
  },
  strict: (row, completion) => {
    if (row.strict !== null) return row.strict(completion);
    const item = row.score(completion);
    const read = (item['boxes'] ?? item['points']) as readonly unknown[];
    return { extracted: read.length === 0 ? null : JSON.stringify(read), value: shareOf(item) };
  },
  rotated: (row, steps) => {
    if (row.choices === null) return null;
    const { options, right } = row.choices;
    const moved = rotateListedOptions(
      { text: row.query, options, answer: String.fromCharCode(LETTER_A + right) },
      steps,
    );
    if (moved === null) return null;
    const reading = choiceReading(moved.options, moved.answer.charCodeAt(0) - LETTER_A);
    return { ...row, query: moved.text, ...partsOf(reading, row) };
  },
  sample: async (folder, row) => ({
    id: String(row.id),
    kind: row.category,
    groupId: row.groupId,
    messages: [
      {
        role: 'user',
        content: [
          ...(row.picture === null ? [] : [{ type: 'image' as const }]),
          { type: 'text' as const, text: row.query },
        ],
      },
    ],
    images: await readPictures(
      row.picture === null ? [] : [row.picture],
      row.picture?.root ?? folder,
      `${folder}: row ${row.id}`,
    ),
    answer: row.answer,
    chance: row.choices === null ? 0 : 1 / row.choices.options.length,
  }),
};

async function loadDataset(folder: string, dataset: LammDataset): Promise<LammRow[]> {
  const path = join(folder, dataset.file);
  const items = parseRows(path, await readJson(path), dataset.schema) as AnyItem[];
  const rows: LammRow[] = [];
  for (const [index, item] of items.entries()) {
    const id = `${dataset.prefix}-${item.id ?? index}`;
    const picture = item.image === undefined ? null : { path: item.image, root: dirname(dirname(path)) };
    const size =
      dataset.needsSize && picture !== null
        ? await sizeOf(picture, `${path}: row ${index}`)
        : { width: 0, height: 0 };
    const reading = dataset.toRow(item);
    rows.push({
      id,
      category: dataset.name,
      groupId: item.image ?? id,
      query: item.query,
      picture,
      size,
      ...partsOf(reading, { id, size }),
    });
  }
  refuseDuplicates(path, rows);
  return rows;
}

function partsOf(
  { answer, strict, score, choices = null }: LammReading,
  { id, size }: Pick<LammRow, 'id' | 'size'>,
): Pick<LammRow, 'answer' | 'strict' | 'choices' | 'score'> {
  return { answer, strict, choices, score: (completion) => ({ id, ...score(completion, size) }) };
}

/** The metric scales points by the picture's size. */
async function sizeOf(
  { path, root }: NonNullable<LammRow['picture']>,
  where: string,
): Promise<LammRow['size']> {
  const file = await confinedPicture(path, root, where);
  try {
    const { width, height } = await sharp(file).metadata();
    return { width, height };
  } catch (cause) {
    throw new DataInvalidError('not-an-image', `${where}: the size of ${path} cannot be read.`, {
      remedy: 'The metric of this data set needs the pictures: fetch them again.',
      cause,
    });
  }
}

/** The published metric asks for a key that the published data set does not have. */
function asPublished({ metric, overall, items }: { metric: string; overall: unknown; items: unknown }) {
  return { metric, as_published: "KeyError 'choices'", with_key_renamed: { overall, items } };
}
