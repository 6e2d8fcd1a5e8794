/** VLMEvalKit's circular evaluation: a question counts when every rotation of its options is answered rightly. */
import { DataInvalidError } from '@parallax/lab';
import type { Benchmark, BenchmarkScorer } from '../benchmark.ts';
import { ACTIAL, type Dialect, HEAD } from './can-infer.ts';
import { findTsv } from './find-tsv.ts';
import { meanHit, reportAcc } from './report-acc.ts';
import { rotatedVlmRow } from './rotated-row.ts';
import { readVlmRows, type VlmRow } from './row.ts';
import { strictChoice, vlmSample } from './sample.ts';
import { scoreVlmRows } from './score-rows.ts';

const ROTATION_STEP = 1_000_000;

export const vlmevalkitCircular: Benchmark<VlmRow> = {
  name: 'vlmevalkit-circular',
  description: 'a circular multiple-choice table of VLMEvalKit: rotation k has index + k * 1,000,000',
  prompt: 'VLMEvalKit',
  load: async (folder) => {
    const path = await findTsv(folder);
    const rows = await readVlmRows(path);
    return rows.map((row) => {
      if (typeof row.id !== 'number') {
        throw new DataInvalidError('not-a-number', `${path}: index "${row.id}" is no whole number.`, {
          remedy: 'Indices of a circular table are base + k * 1,000,000.',
        });
      }
      return { ...row, groupId: String(groupOf(row)) };
    });
  },
  scorers: { vlmevalkit: scorer(HEAD), 'vlmevalkit-actial': scorer(ACTIAL) },
  strict: strictChoice,
  rotated: (row, steps) => rotatedVlmRow(row, steps),
  sample: vlmSample,
  forms: (row) => ({ rotation: String(groupOf(row)) }),
};

function scorer(dialect: Dialect): BenchmarkScorer<VlmRow> {
  return {
    score: (rows, predictions) => {
      const scored = scoreVlmRows(rows, predictions, dialect);
      const groups = Map.groupBy(scored, ({ row }) => groupOf(row));
      // A group without its first rotation is not counted; unlike a row, a group needs every answer to be read.
      const heads = scored
        .filter(({ row }) => Number(row.id) === groupOf(row))
        .map((head) => {
          const all = groups.get(groupOf(head.row)) ?? [];
          return { ...head, hit: all.every(({ extracted, row }) => extracted === row.answer) ? 1 : 0 };
        });
      const circular = named('circular', reportAcc(heads));
      const hasGroups = rows.some(({ place }) => place.columns.includes('g_index'));
      const first = hasGroups ? heads : scored.filter(({ row }) => Number(row.id) <= ROTATION_STEP);
      const ofRows = scored.filter((one) => first.some(({ row }) => row === one.row));
      return {
        overall: {
          groups: heads.length,
          hits: heads.reduce((sum, { hit }) => sum + hit, 0),
          circular_accuracy: meanHit(heads),
        },
        by_split: circular,
        groups: heads.map(({ row, hit }) => ({ g_index: row.id, hit })),
        items: scored.map(({ row, extracted, hit, optionsAsScored }) => ({
          id: row.id,
          extracted,
          hit,
          gt: row.answer,
          row_hit: hit,
          ...(optionsAsScored === undefined ? {} : { options_as_scored: optionsAsScored }),
        })),
        vanilla_and_circular_table: {
          ...named('vanilla_0', reportAcc(ofRows)),
          ...named('vanilla_all', reportAcc(scored)),
          ...circular,
        },
      };
    },
    missing:
      'a group without its first rotation is left out; other rotations that are absent are not asked for',
  };
}

/** The column g_index where the table has one, else the index without its rotation. */
function groupOf({ id, cells }: VlmRow): number {
  const given = cells['g_index'];
  if (given !== undefined && given !== '') return Number(given);
  return ((Number(id) % ROTATION_STEP) + ROTATION_STEP) % ROTATION_STEP;
}

function named(prefix: string, table: ReturnType<typeof reportAcc>): ReturnType<typeof reportAcc> {
  return Object.fromEntries(Object.entries(table).map(([split, row]) => [`${prefix}_${split}`, row]));
}
