/** Scores of models on the same benchmarks, from model cards, papers and the EASI verification table. */
import type { PublishedScore } from './published.ts';

const EASI = 'EASI v0.2.2 verification table';
const VST = 'VST README';
const SENSENOVA = 'SenseNova-SI README';

type Row = readonly [
  benchmark: string,
  model: string,
  kind: PublishedScore['kind'],
  percent: number,
  source: string,
  note?: string,
];

const ROWS: readonly Row[] = [
  ['3dsrbench', 'Qwen2.5-VL-7B', 'official', 47.5, EASI],
  ['mmsi-bench', 'Qwen2.5-VL-7B', 'official', 26.8, EASI, 'not circular'],
  ['mmsi-bench', 'Qwen2.5-VL-7B', 'paper', 25.9, 'MMSI-Bench paper'],
  ['blink', 'Qwen2.5-VL-7B', 'official', 55.3, EASI],
  ['viewspatial-bench', 'Qwen2.5-VL-7B', 'official', 36.9, EASI],
  ['viewspatial-bench', 'Qwen2.5-VL-7B', 'paper', 36.85, 'arXiv 2505.21500'],
  ['viewspatial-bench', 'Qwen2.5-VL-3B', 'paper', 35.85, 'arXiv 2505.21500'],
  ['viewspatial-bench', 'MVSM', 'paper', 82.09, 'arXiv 2505.21500'],
  ['vsi-bench', 'Qwen2.5-VL-7B', 'official', 33.7, EASI, 'VLMEvalKit, 128 frames'],
  ['vsi-bench', 'Qwen2.5-VL-7B', 'official', 38.7, EASI, 'lmms-eval'],
  ['vsi-bench', 'Spatial-MLLM', 'paper', 48.4, 'arXiv 2505.23747', 'micro average, 16 frames'],
  ['mindcube', 'Qwen2.5-VL-7B', 'paper', 33.0, 'ViewSuite (arXiv 2605.29563)', 'tiny bench'],
  ['mindcube', 'ViewSuite-7B-GRPO', 'paper', 66.2, 'ViewSuite (arXiv 2605.29563)', 'tiny bench'],
  ['mindcube', 'DR-MV3D', 'paper', 66.5, 'arXiv 2606.23557', 'tiny bench'],
  ['3dsrbench', 'VST-7B-RL', 'paper', 60.1, VST],
  ['cv-bench', 'VST-7B-RL', 'paper', 86.5, VST],
  ['blink', 'VST-7B-RL', 'paper', 62.6, VST],
  ['mmsi-bench', 'VST-7B-RL', 'paper', 34.8, VST],
  ['vsi-bench', 'VST-7B-RL', 'paper', 61.2, VST],
  ['3dsrbench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 62.4, SENSENOVA],
  ['mmsi-bench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 42.5, SENSENOVA],
  ['mindcube', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 89.9, SENSENOVA],
  ['viewspatial-bench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 61.3, SENSENOVA],
  ['vsi-bench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 68.6, SENSENOVA],
];

export const peerScores: readonly PublishedScore[] = ROWS.map(
  ([benchmark, model, kind, percent, source, note]) => ({
    benchmark,
    model,
    kind,
    percent,
    source,
    ...(note === undefined ? {} : { note }),
  }),
);
