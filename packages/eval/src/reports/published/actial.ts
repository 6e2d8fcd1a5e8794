/** Scores of the Actial paper (arXiv 2511.01618): its own copy of VLMEvalKit, vLLM, temperature 0. */
import type { PublishedScore, PublishedSettings } from './published.ts';

const SOURCE = 'arXiv 2511.01618';
const BASE = 'Qwen2.5-VL-7B';
const TRAINED = 'Actial-7B';
const KIT = { prompt: 'VLMEvalKit', temperature: 0 };
const SCORER = { names: ['vlmevalkit-actial'] };
const MULTI_VIEW = 'Multi-view_Reasoning';

type Row = readonly [benchmark: string, base: number, trained: number, settings: PublishedSettings];

const ROWS: readonly Row[] = [
  ['3dsrbench', 45.8, 47.7, { ...KIT, scorer: SCORER, conditions: 'which of its four settings' }],
  ['cv-bench', 71.2, 83.5, { ...KIT, scorer: SCORER, questions: 2638 }],
  [
    'blink',
    73.4,
    87.6,
    { ...KIT, scorer: SCORER, categories: [MULTI_VIEW, 'Relative_Depth', 'Spatial_Relation'] },
  ],
  ['blink', 53.3, 99.2, { ...KIT, scorer: SCORER, categories: [MULTI_VIEW] }],
  ['mmsi-bench', 26.5, 28.9, { temperature: 0, questions: 1000 }],
];

/** The published test questions over MVImgNet; a set made here from other captures has other ones. */
const VIEWPOINT: PublishedSettings = {
  split: 'test',
  temperature: 0,
  conditions: 'questions over MVImgNet captures',
};

export const actialScores: readonly PublishedScore[] = [
  ...ROWS.flatMap(([benchmark, base, trained, settings]) => [
    scoreOf(benchmark, BASE, base, settings),
    scoreOf(benchmark, TRAINED, trained, settings),
  ]),
  scoreOf('viewpoint-100k', BASE, 12.9, VIEWPOINT),
  scoreOf('viewpoint-100k', 'Actial-7B (SFT)', 92.2, VIEWPOINT),
  scoreOf('viewpoint-100k', TRAINED, 81.4, VIEWPOINT),
];

function scoreOf(
  benchmark: string,
  model: string,
  percent: number,
  settings: PublishedSettings,
): PublishedScore {
  return { benchmark, model, kind: 'paper', percent, source: SOURCE, ...settings };
}
