/**
 * CV-Bench: counting, relation, depth and distance in single pictures. Layout: the benchmark's own two Parquet files,
 * or the two TSVs of VLMEvalKit, which go first where both are there.
 */
import { basename, join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { refuseDuplicates } from '../files/parse-rows.ts';
import { requireFile } from '../files/require-file.ts';
import { ACTIAL, HEAD } from '../vlmevalkit/can-infer.ts';
import { rotatedVlmRow } from '../vlmevalkit/rotated-row.ts';
import { readVlmRows, type VlmRow } from '../vlmevalkit/row.ts';
import { strictChoice, vlmSample } from '../vlmevalkit/sample.ts';
import { cvBenchLmmsEval } from './lmms-eval.ts';
import { cvBenchOfficial } from './official.ts';
import { parquetPicture, readCvBenchParquet } from './read-parquet.ts';

/** Name in VLMEvalKit -> file in its layout, file in the benchmark's own. */
const TABLES = {
  'CV-Bench-2D': ['CV-Bench-2D.tsv', 'test_2d.parquet'],
  'CV-Bench-3D': ['CV-Bench-3D.tsv', 'test_3d.parquet'],
} as const;
const COLUMNS = ['category', 'prompt', 'source', 'split'];

export const cvBench: Benchmark<VlmRow> = {
  name: 'cv-bench',
  description: 'CV-Bench: counting and relation in 2D, depth and distance in 3D',
  prompt: 'VLMEvalKit',
  load: async (folder) => {
    const tables = await Promise.all(
      Object.values(TABLES).map(async ([tsv, parquet]) => {
        const path = await requireFile(join(folder, tsv), join(folder, parquet));
        return isParquet(path) ? readCvBenchParquet(path) : readVlmRows(path, COLUMNS);
      }),
    );
    refuseDuplicates(folder, tables.flat());
    return tables.flat();
  },
  scorers: {
    'lmms-eval': cvBenchLmmsEval,
    vlmevalkit: cvBenchOfficial(HEAD, tableOf),
    'vlmevalkit-actial': cvBenchOfficial(ACTIAL, tableOf),
  },
  strict: strictChoice,
  rotated: (row, steps) => rotatedVlmRow(row, steps, 'prompt'),
  sample: async (folder, row) =>
    vlmSample(
      folder,
      row,
      row.cells['prompt'],
      isParquet(row.place.path) ? await parquetPicture(row) : undefined,
    ),
};

function isParquet(path: string): boolean {
  return path.endsWith('.parquet');
}

function tableOf({ place }: VlmRow): string {
  const file = basename(place.path);
  return Object.entries(TABLES).find(([, files]) => files.some((name) => name === file))![0];
}
