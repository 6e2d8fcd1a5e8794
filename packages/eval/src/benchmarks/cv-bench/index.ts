/** CV-Bench: counting, relation, depth and distance in single pictures. Layout: the two TSVs of VLMEvalKit. */
import { basename, join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { refuseDuplicates } from '../files/parse-rows.ts';
import { ACTIAL, HEAD } from '../vlmevalkit/can-infer.ts';
import { readVlmRows, type VlmRow } from '../vlmevalkit/row.ts';
import { strictChoice, vlmSample } from '../vlmevalkit/sample.ts';
import { cvBenchLmmsEval } from './lmms-eval.ts';
import { cvBenchOfficial } from './official.ts';

const TABLES = ['CV-Bench-2D', 'CV-Bench-3D'];
const COLUMNS = ['category', 'prompt', 'source', 'split'];

export const cvBench: Benchmark<VlmRow> = {
  name: 'cv-bench',
  description: 'CV-Bench: counting and relation in 2D, depth and distance in 3D',
  prompt: 'VLMEvalKit',
  load: async (folder) => {
    const tables = await Promise.all(TABLES.map((name) => readVlmRows(join(folder, `${name}.tsv`), COLUMNS)));
    refuseDuplicates(folder, tables.flat());
    return tables.flat();
  },
  scorers: {
    'lmms-eval': cvBenchLmmsEval,
    vlmevalkit: cvBenchOfficial(HEAD, tableOf),
    'vlmevalkit-actial': cvBenchOfficial(ACTIAL, tableOf),
  },
  strict: strictChoice,
  sample: (folder, row) => vlmSample(folder, row, row.cells['prompt']),
};

function tableOf({ place }: VlmRow): string {
  return basename(place.path, '.tsv');
}
