/** Scores of models on the same benchmarks, from model cards, papers and the EASI verification table. */
import type { PublishedScore, PublishedSettings } from './published.ts';

const EASI = 'EASI v0.2.2 verification table';
const VST = 'VST README';
const SENSENOVA = 'SenseNova-SI README';

type Row = readonly [
  benchmark: string,
  model: string,
  kind: PublishedScore['kind'],
  percent: number,
  source: string,
  settings?: PublishedSettings,
];

const EASI_SCORER = { names: ['vlmevalkit-easi'], metric: 'overall', outOf: 100 };
/** MindCube's small release. */
const TINY = { questions: 1050 };
const VSI = { questions: 5130 };
const MMSI = { questions: 1000 };
const VIEW_SPATIAL = { questions: 5712 };
const VIEW_SPATIAL_PAPER = {
  ...VIEW_SPATIAL,
  prompt: 'official',
  scorer: { names: ['viewspatial-official'], metric: 'accuracy' },
};
const BLINK = { questions: 1901 };

const ROWS: readonly Row[] = [
  ['3dsrbench', 'Qwen2.5-VL-7B', 'official', 47.5, EASI, { conditions: 'which of its four settings' }],
  ['mmsi-bench', 'Qwen2.5-VL-7B', 'official', 26.8, EASI, { ...MMSI, scorer: EASI_SCORER }],
  [
    'mmsi-bench',
    'Qwen2.5-VL-7B',
    'paper',
    25.9,
    'MMSI-Bench paper',
    { ...MMSI, prompt: 'official', scorer: { names: ['mmsi-official'], metric: 'accuracy' } },
  ],
  ['blink', 'Qwen2.5-VL-7B', 'official', 55.3, EASI, BLINK],
  ['viewspatial-bench', 'Qwen2.5-VL-7B', 'official', 36.9, EASI, { ...VIEW_SPATIAL, scorer: EASI_SCORER }],
  ['viewspatial-bench', 'Qwen2.5-VL-7B', 'paper', 36.85, 'arXiv 2505.21500', VIEW_SPATIAL_PAPER],
  ['viewspatial-bench', 'Qwen2.5-VL-3B', 'paper', 35.85, 'arXiv 2505.21500', VIEW_SPATIAL_PAPER],
  ['viewspatial-bench', 'MVSM', 'paper', 82.09, 'arXiv 2505.21500', VIEW_SPATIAL_PAPER],
  [
    'vsi-bench',
    'Qwen2.5-VL-7B',
    'official',
    33.7,
    EASI,
    { ...VSI, scorer: { names: ['vlmevalkit-easi'] }, conditions: '128 frames' },
  ],
  [
    'vsi-bench',
    'Qwen2.5-VL-7B',
    'official',
    38.7,
    EASI,
    { ...VSI, scorer: { names: ['lmms-eval'], metric: 'overall' }, prompt: 'official' },
  ],
  [
    'vsi-bench',
    'Spatial-MLLM',
    'paper',
    48.4,
    'arXiv 2505.23747',
    { ...VSI, conditions: 'micro average, 16 frames' },
  ],
  ['mindcube', 'Qwen2.5-VL-7B', 'paper', 33.0, 'ViewSuite (arXiv 2605.29563)', TINY],
  ['mindcube', 'ViewSuite-7B-GRPO', 'paper', 66.2, 'ViewSuite (arXiv 2605.29563)', TINY],
  ['mindcube', 'DR-MV3D', 'paper', 66.5, 'arXiv 2606.23557', TINY],
  ['3dsrbench', 'VST-7B-RL', 'paper', 60.1, VST],
  ['cv-bench', 'VST-7B-RL', 'paper', 86.5, VST, { questions: 2638 }],
  ['blink', 'VST-7B-RL', 'paper', 62.6, VST, BLINK],
  ['mmsi-bench', 'VST-7B-RL', 'paper', 34.8, VST, MMSI],
  ['vsi-bench', 'VST-7B-RL', 'paper', 61.2, VST, VSI],
  ['3dsrbench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 62.4, SENSENOVA],
  ['mmsi-bench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 42.5, SENSENOVA, MMSI],
  ['mindcube', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 89.9, SENSENOVA],
  ['viewspatial-bench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 61.3, SENSENOVA, VIEW_SPATIAL],
  ['vsi-bench', 'SenseNova-SI-1.3-InternVL3-8B', 'paper', 68.6, SENSENOVA, VSI],
];

export const peerScores: readonly PublishedScore[] = ROWS.map(
  ([benchmark, model, kind, percent, source, settings]) => ({
    benchmark,
    model,
    kind,
    percent,
    source,
    ...settings,
  }),
);
