/** A row of SpatialScore version 0. */
import { z } from 'zod';
import type { BenchmarkRow } from '../benchmark.ts';

export const SpatialScoreItemSchema = z.object({
  index: z.int(),
  category: z.string().default('unknown'),
  subcategory: z.string().default('unknown'),
  question_type: z.string().default(''),
  question: z.string().default(''),
  answer: z.string(),
  img_paths: z.array(z.string()).default([]),
  source: z.string().default('unknown'),
});

export interface SpatialScoreRow extends BenchmarkRow {
  readonly questionType: string;
  readonly question: string;
  readonly answer: string;
  readonly imagePaths: readonly string[];
  readonly source: string;
}

export function toRow(item: z.infer<typeof SpatialScoreItemSchema>): SpatialScoreRow {
  return {
    id: item.index,
    category: item.category,
    groupId: item.img_paths[0] ?? String(item.index),
    questionType: item.question_type,
    question: item.question,
    answer: item.answer,
    imagePaths: item.img_paths,
    source: item.source,
  };
}
