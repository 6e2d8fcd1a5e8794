/** Questions of a data set, page by page, and where a question or an image stands. */
import type { Split } from '@parallax/dataset/schema';
import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import { questions, questionViews, views } from '../tables/index.ts';
import { type Page, type PageOptions, pageOf } from './page.ts';

export type QuestionRecord = typeof questions.$inferSelect;

export interface QuestionFilter {
  readonly dataset: string;
  readonly kind?: string | undefined;
  readonly split?: Split | undefined;
}

export async function listQuestions(
  store: Store,
  filter: QuestionFilter,
  page: PageOptions,
): Promise<Page<QuestionRecord>> {
  const conditions: SQL[] = [eq(questions.dataset, filter.dataset)];
  if (filter.kind !== undefined) conditions.push(eq(questions.kind, filter.kind));
  if (filter.split !== undefined) conditions.push(eq(questions.split, filter.split));
  if (page.after !== undefined) conditions.push(gt(questions.position, page.after));
  const rows = await store.read((db) =>
    db
      .select()
      .from(questions)
      .where(and(...conditions))
      .orderBy(asc(questions.position))
      .limit(page.limit + 1),
  );
  return pageOf(rows, page.limit);
}

/** The question in the named data set, or in the first data set (by name) that has one with this id. */
export async function findQuestion(
  store: Store,
  questionId: string,
  dataset?: string,
): Promise<QuestionRecord | null> {
  const conditions = [eq(questions.questionId, questionId)];
  if (dataset !== undefined) conditions.push(eq(questions.dataset, dataset));
  const [row] = await store.read((db) =>
    db
      .select()
      .from(questions)
      .where(and(...conditions))
      .orderBy(asc(questions.dataset))
      .limit(1),
  );
  return row ?? null;
}

/** Ids of the questions before and after a row of the data set. */
export async function findNeighbours(
  store: Store,
  dataset: string,
  position: number,
): Promise<{ previous: string | null; next: string | null }> {
  const rows = await store.read((db) =>
    db
      .select({ position: questions.position, id: questions.questionId })
      .from(questions)
      .where(and(eq(questions.dataset, dataset), inArray(questions.position, [position - 1, position + 1]))),
  );
  const at = (wanted: number): string | null => rows.find((row) => row.position === wanted)?.id ?? null;
  return { previous: at(position - 1), next: at(position + 1) };
}

/** A row and image place where the image with this digest stands; null when no question shows it. */
export async function findImage(
  store: Store,
  sha256: string,
): Promise<{ dataset: string; position: number; place: number } | null> {
  const [row] = await store.read((db) =>
    db
      .select({ dataset: questions.dataset, position: questions.position, place: questionViews.place })
      .from(views)
      .innerJoin(
        questionViews,
        and(eq(questionViews.dataset, views.dataset), eq(questionViews.viewId, views.viewId)),
      )
      .innerJoin(
        questions,
        and(eq(questions.dataset, questionViews.dataset), eq(questions.questionId, questionViews.questionId)),
      )
      .where(eq(views.imageSha256, sha256))
      .limit(1),
  );
  return row ?? null;
}
