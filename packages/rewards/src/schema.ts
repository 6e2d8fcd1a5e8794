/** What a scorer says of one completion; the same record in RL, evaluation and HTTP. */
import { z } from 'zod';

export const ScorePartSchema = z.object({
  /** "format", "exact-match", "claims", ... */
  name: z.string(),
  weight: z.number(),
  /** 0..1 before weighting. */
  value: z.number(),
  /** Why, for people. */
  reason: z.string(),
});
export type ScorePart = z.infer<typeof ScorePartSchema>;

export const ParsedAnswerSchema = z.object({
  /** What was understood; null when nothing could be parsed. */
  value: z.string().nullable(),
  /** Character range of the completion it was read from. */
  span: z.tuple([z.int(), z.int()]).nullable(),
  /** Machine code of the failure: "no-answer-tag", "not-an-option", ... */
  failure: z.string().nullable(),
});
export type ParsedAnswer = z.infer<typeof ParsedAnswerSchema>;

export const ScoreSchema = z.object({
  /** Weighted sum of the parts. */
  value: z.number(),
  parts: z.array(ScorePartSchema),
  parsed: ParsedAnswerSchema,
});
export type Score = z.infer<typeof ScoreSchema>;
