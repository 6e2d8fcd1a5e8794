/** 3DSRBench: 12 kinds of questions about places and directions; some mirrored (`-flip`), some with rotated options. */
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { ACTIAL, HEAD } from '../vlmevalkit/can-infer.ts';
import { rotatedVlmRow } from '../vlmevalkit/rotated-row.ts';
import { readVlmRows, type VlmRow } from '../vlmevalkit/row.ts';
import { strictChoice, vlmSample } from '../vlmevalkit/sample.ts';
import { threeDsrLmmsEval } from './lmms-eval.ts';
import { GROUPINGS, QID_CHARACTERS, threeDsrOfficial } from './official.ts';

export const threeDsrBench: Benchmark<VlmRow> = {
  name: '3dsrbench',
  description: '3DSRBench: rows, flips, rotations, and both together',
  prompt: 'VLMEvalKit',
  load: async (folder) => {
    const rows = await readVlmRows(join(folder, '3DSRBench.tsv'), ['qid', 'category']);
    return rows.map((row) => ({ ...row, groupId: row.cells['qid']!.slice(0, QID_CHARACTERS) }));
  },
  scorers: {
    vlmevalkit: threeDsrOfficial(HEAD),
    'vlmevalkit-actial': threeDsrOfficial(ACTIAL),
    'lmms-eval': threeDsrLmmsEval,
  },
  strict: strictChoice,
  rotated: (row, steps) => rotatedVlmRow(row, steps),
  sample: vlmSample,
  forms: ({ cells: { qid } }) => ({
    flip: GROUPINGS.flip(qid!),
    rotation: GROUPINGS.circular(qid!),
    'flip and rotation': GROUPINGS.both(qid!),
  }),
};
