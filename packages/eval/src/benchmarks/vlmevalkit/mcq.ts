/** Any multiple-choice table in the layout of VLMEvalKit, scored as its ImageMCQDataset does without a judge. */
import type { Benchmark, BenchmarkScorer } from '../benchmark.ts';
import { ACTIAL, type Dialect, HEAD } from './can-infer.ts';
import { findTsv } from './find-tsv.ts';
import { meanHit, reportAcc } from './report-acc.ts';
import { rotatedVlmRow } from './rotated-row.ts';
import { readVlmRows, type VlmRow } from './row.ts';
import { strictChoice, vlmSample } from './sample.ts';
import { scoredItem, scoreVlmRows } from './score-rows.ts';

export const vlmevalkitMcq: Benchmark<VlmRow> = {
  name: 'vlmevalkit-mcq',
  description: 'any multiple-choice table of VLMEvalKit',
  prompt: 'VLMEvalKit',
  load: async (folder) => readVlmRows(await findTsv(folder)),
  scorers: { vlmevalkit: scorer(HEAD), 'vlmevalkit-actial': scorer(ACTIAL) },
  strict: strictChoice,
  rotated: (row, steps) => rotatedVlmRow(row, steps),
  sample: vlmSample,
};

function scorer(dialect: Dialect): BenchmarkScorer<VlmRow> {
  return {
    score: (rows, predictions) => {
      const scored = scoreVlmRows(rows, predictions, dialect);
      const hits = scored.reduce((sum, { hit }) => sum + hit, 0);
      return {
        overall: { n: scored.length, hits, accuracy: meanHit(scored) },
        by_split: reportAcc(scored),
        items: scored.map(scoredItem),
      };
    },
    missing: 'it scores the rows of the prediction file only',
  };
}
