/**
 * SpatialScore version 0 with its rule-based scores (the judge model of the newer version is another thing).
 * Source: haoningwu3639/SpatialScore at 1995c4f, version_0 (behaviour, not code).
 */
import { join } from 'node:path';
import { parseAnswer } from '@parallax/rewards';
import type { Benchmark } from '../benchmark.ts';
import { parseRows, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { readJson } from '../files/read-text.ts';
import { extractOption, extractYesNo } from './extract.ts';
import { countOptions, rotatedSpatialRow } from './options.ts';
import { SpatialScoreItemSchema, type SpatialScoreRow, toRow } from './row.ts';
import { scoreByRule } from './rules.ts';

const DATA_FILE = join('dataset', 'SpatialScore.json');

export const spatialScoreV0: Benchmark<SpatialScoreRow> = {
  name: 'spatialscore-v0',
  description: 'SpatialScore of May 2025: options, yes or no, numbers and lengths of 13 sources, by rules',
  prompt: 'official',
  load: async (folder) => {
    const path = join(folder, DATA_FILE);
    const rows = parseRows(path, await readJson(path), SpatialScoreItemSchema).map(toRow);
    refuseDuplicates(path, rows);
    return rows;
  },
  scorers: {
    'spatialscore-v0-rules': {
      score: (rows, predictions) => {
        const scored = rows.map((row) => ({
          row,
          ...scoreByRule(row, predictions.get(String(row.id)) ?? ''),
        }));
        const summary = (part: readonly { score: number }[]) => {
          const sum = part.reduce((total, { score }) => total + score, 0);
          const accuracy = part.length === 0 ? 0 : (sum / part.length) * 100;
          return { accuracy, correct: Math.floor(sum), total: part.length, score_sum: sum };
        };
        const table = (key: 'source' | 'category') =>
          Object.fromEntries(
            [...Map.groupBy(scored, ({ row }) => row[key])].map(([name, part]) => [
              name,
              { [key]: name, ...summary(part) },
            ]),
          );
        return {
          overall: summary(scored),
          by_source: table('source'),
          by_category: table('category'),
          items: scored.map(({ row, ...item }) => ({
            id: row.id,
            ...item,
            extracted: item.extracted,
            reason: `rule ${item.rule} against "${row.answer}"`,
          })),
        };
      },
      missing: 'it asks the model for every row; a run that was cut off leaves the rest out of all sums',
    },
  },
  strict: (row, completion) => {
    if (row.questionType.toLowerCase() === 'multi-choice') {
      const { value } = parseAnswer(completion, 'choice', 6);
      return { extracted: value, value: value === extractOption(row.answer) ? 1 : 0 };
    }
    if (row.questionType.toLowerCase() === 'judgment') {
      const { value } = parseAnswer(completion, 'choice', ['yes', 'no']);
      const said = value === null ? null : value === 'A' ? 'Yes' : 'No';
      return { extracted: said, value: said === extractYesNo(row.answer) ? 1 : 0 };
    }
    const rule = scoreByRule(row, completion);
    const { value } = parseAnswer(completion, 'number', 0);
    // A length or a text has no strict form of its own; the official rule reads it.
    if (rule.rule !== 'mra' && rule.rule !== 'number') {
      return {
        extracted: Array.isArray(rule.extracted)
          ? rule.extracted.join(' ').trim() || null
          : String(rule.extracted) || null,
        value: rule.score,
      };
    }
    return { extracted: value, value: value === null ? 0 : scoreByRule(row, value).score };
  },
  rotated: rotatedSpatialRow,
  sample: async (folder, row) => ({
    id: String(row.id),
    kind: row.category,
    groupId: row.groupId,
    messages: [
      {
        role: 'user',
        content: [
          ...row.imagePaths.map(() => ({ type: 'image' as const })),
          { type: 'text', text: row.question },
        ],
      },
    ],
    images: await readPictures(
      row.imagePaths.map((path) => ({ path })),
      folder,
      `${join(folder, DATA_FILE)}: row ${row.id}`,
    ),
    answer: row.answer,
    chance: chanceOf(row),
  }),
};

/** Of a guess among the options, or of yes and no; numbers, lengths and texts have none. */
function chanceOf({ questionType, question }: SpatialScoreRow): number {
  if (questionType.toLowerCase() === 'judgment') return 1 / 2;
  const options = questionType.toLowerCase() === 'multi-choice' ? countOptions(question) : 0;
  return options === 0 ? 0 : 1 / options;
}
