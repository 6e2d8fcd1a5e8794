/** Scores of the Actial paper (arXiv 2511.01618): VLMEvalKit, vLLM, temperature 0. */
import type { PublishedScore } from './published.ts';

const SOURCE = 'arXiv 2511.01618';
const BASE = 'Qwen2.5-VL-7B';
const TRAINED = 'Actial-7B';
const THREE_SUBSETS = 'mean of multi-view reasoning, relative depth, spatial relation';
const MULTI_VIEW = 'multi-view reasoning';

type Row = readonly [benchmark: string, base: number, trained: number, part?: string];

const ROWS: readonly Row[] = [
  ['3dsrbench', 45.8, 47.7],
  ['cv-bench', 71.2, 83.5],
  ['blink', 73.4, 87.6, THREE_SUBSETS],
  ['blink', 53.3, 99.2, MULTI_VIEW],
  ['mmsi-bench', 26.5, 28.9],
];

export const actialScores: readonly PublishedScore[] = [
  ...ROWS.flatMap(([benchmark, base, trained, part]) => [
    scoreOf(benchmark, BASE, base, part),
    scoreOf(benchmark, TRAINED, trained, part),
  ]),
  scoreOf('viewpoint-100k', BASE, 12.9),
  scoreOf('viewpoint-100k', 'Actial-7B (SFT)', 92.2),
  scoreOf('viewpoint-100k', TRAINED, 81.4),
];

function scoreOf(benchmark: string, model: string, percent: number, part?: string): PublishedScore {
  return {
    benchmark,
    model,
    kind: 'paper',
    percent,
    source: SOURCE,
    ...(part === undefined ? {} : { part }),
  };
}
