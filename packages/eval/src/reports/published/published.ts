/** Scores that others printed, each with where it stands. */
import { actialScores } from './actial.ts';
import { peerScores } from './peers.ts';

export interface PublishedScore {
  /** Name of the benchmark task here. */
  readonly benchmark: string;
  readonly model: string;
  /** paper: the authors' own figure; official: the benchmark's own code run by somebody else. */
  readonly kind: 'paper' | 'official';
  /** Percent, as printed. */
  readonly percent: number;
  /** What was scored, where it is not the whole benchmark; such a figure is compared with no overall score. */
  readonly part?: string;
  readonly source: string;
  readonly note?: string;
}

export const publishedScores: readonly PublishedScore[] = [...actialScores, ...peerScores];
