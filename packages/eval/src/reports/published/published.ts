/** Scores that others printed, each with where it stands and how it came about. */
import { actialScores } from './actial.ts';
import { peerScores } from './peers.ts';

/** As far as the source says: a key that is left out is not stated there. */
export interface PublishedSettings {
  /** Of a set that has several. */
  readonly split?: string;
  /** Questions that were scored: tells a subset or another release from the whole. */
  readonly questions?: number;
  /** Categories, where it is not the whole benchmark; their plain mean. */
  readonly categories?: readonly string[];
  readonly scorer?: PublishedScorer;
  /** Whose wording was asked: as `Benchmark.prompt` names it. */
  readonly prompt?: string;
  /** 0 = greedy. */
  readonly temperature?: number;
  /** What else was decided there and cannot be seen in a log: frames of a video, order of options. */
  readonly conditions?: string;
}

export interface PublishedScorer {
  /** Scorers of the benchmark here that count as the published one did; the first that was asked is taken. */
  readonly names: readonly string[];
  /** Which of its overall numbers; absent: not stated, or the mean over its items is the only one. */
  readonly metric?: string;
  /** The number that says "all right" in its units, 1 or 100. */
  readonly outOf?: number;
}

export interface PublishedScore extends PublishedSettings {
  /** Name of the benchmark task here. */
  readonly benchmark: string;
  readonly model: string;
  /** paper: the authors' own figure; official: the benchmark's own code run by somebody else. */
  readonly kind: 'paper' | 'official';
  /** Percent, as printed. */
  readonly percent: number;
  readonly source: string;
}

export const publishedScores: readonly PublishedScore[] = [...actialScores, ...peerScores];
