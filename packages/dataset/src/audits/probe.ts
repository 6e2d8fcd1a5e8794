/** One line of an audit: it sees every question (or a sample with pictures) and then gives its verdict. */
import type { AuditLine, Question } from '../schema.ts';

/** What audits keep of one picture. */
export interface PictureSummary {
  /** Mean, 0..255. */
  readonly brightness: number;
  /** Perceptual hash. */
  readonly hash: Uint32Array;
  /** Size of the encoded picture. */
  readonly bytes: number;
  /** 8 x 8 pixels, RGB, 0..1. */
  readonly thumbnail: readonly number[];
}

/** A sampled question with what its pictures look like, in the order of its views. */
export interface SampledRow {
  readonly question: Question;
  /** Position of the row in the data set. */
  readonly row: number;
  readonly pictures: readonly PictureSummary[];
}

export interface AuditProbe {
  /** Called for every question, in the order of the data set. */
  addQuestion?(question: Question): void;
  /** Called for a sample of the rows, spread evenly over each split. */
  addSample?(row: SampledRow): void;
  finish(): AuditLine;
}

export function auditLine(
  name: string,
  finding: string,
  result: { value: number; threshold: number; verdict: AuditLine['verdict']; details?: AuditLine['details'] },
): AuditLine {
  const { value, threshold, verdict, details = {} } = result;
  return { name, finding, value, threshold, verdict, details };
}

/** The option's text behind the letter of a choice, or the number of an open answer. */
export function answerText(question: Question): string {
  if (question.answerType === 'number') return question.answer;
  return question.options['ABCDEFGH'.indexOf(question.answer)] ?? question.answer;
}
