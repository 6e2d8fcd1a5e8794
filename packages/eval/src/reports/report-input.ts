/** What a report is made of; gathered by the caller, so that this room reads no lab folder. */
import type { Audit, Question } from '@parallax/dataset/schema';
import type { Score } from '@parallax/rewards/schema';
import type { ContaminationRecord, EvalLog, EvalSample, OfficialReports } from '../schema.ts';

/** A training run: the fields that every stage's run.json has, and its metrics.jsonl. */
export interface ReportRun {
  readonly runId: string;
  readonly name: string;
  readonly stage: string;
  readonly metrics: readonly Readonly<Record<string, number>>[];
}

export interface ReportEvaluation {
  readonly log: EvalLog;
  /** Empty: no paired comparison for this one. */
  readonly samples: readonly EvalSample[];
  /** Of scorers.json, where the task has official scorers. */
  readonly official?: OfficialReports;
}

export interface ReportDataset {
  readonly name: string;
  readonly digest: string;
  /** "train/ego-translation" -> count. */
  readonly counts: Readonly<Record<string, number>>;
  readonly audit: Audit | null;
}

export interface CheckedClaim {
  readonly text: string;
  readonly ok: boolean;
  readonly reason: string;
}

export interface ReportAnswer {
  readonly model: string;
  readonly completion: string | null;
  readonly score: Score | null;
  /** Claims of the think block, in the order of the text. */
  readonly claims: readonly CheckedClaim[];
}

export interface ReportExample {
  readonly question: Question;
  /** Encoded images in the question's order. */
  readonly images: readonly Uint8Array[];
  readonly answers: readonly ReportAnswer[];
}

/** Tasks that training aimed at, and tasks that must not suffer for it. */
export interface GuardChoice {
  readonly targets: readonly string[];
  readonly guards: readonly string[];
  /** Label of the model to compare with; default: the first that looks at pictures. */
  readonly base?: string;
  /** Largest loss on a guard task that counts as none, 0..1. */
  readonly margin: number;
}

export interface ReportInput {
  readonly title: string;
  readonly evaluations: readonly ReportEvaluation[];
  readonly runs: readonly ReportRun[];
  readonly datasets: readonly ReportDataset[];
  readonly examples: readonly ReportExample[];
  readonly guard?: GuardChoice;
  /** Searches of training sets for what the evaluations asked. */
  readonly contamination?: readonly ContaminationRecord[];
  /** Label of a model here -> name of the model in published tables. */
  readonly publishedAs?: Readonly<Record<string, string>>;
}
