/** Which pictures of a question are others than the views that they were made from. */
import type { Question } from '../schema.ts';

/** One entry a picture, as the question's row holds them; none for a question that edits nothing. */
export function declaredEdits({ geometry }: Pick<Question, 'geometry'>): readonly unknown[] {
  const edits = geometry.parameters['pictureEdits'];
  return Array.isArray(edits) ? edits : [];
}

/** Whether the picture at `place` is the view as it was taken. */
export function isPlainView(question: Pick<Question, 'geometry'>, place: number): boolean {
  return declaredEdits(question)[place] == null;
}
