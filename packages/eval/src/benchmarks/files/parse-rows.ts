/** Rows of a benchmark file, checked one by one. */
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import type { z } from 'zod';

/** @throws DataFormatError `not-a-list` | `wrong-shape` naming file, row (from 0) and key. */
export function parseRows<S extends z.ZodType>(path: string, value: unknown, schema: S): z.infer<S>[] {
  if (!Array.isArray(value)) {
    throw new DataFormatError('not-a-list', `${path} is not a JSON list of rows.`, {
      remedy: "Give the benchmark's folder in its official layout.",
    });
  }
  return value.map((row, index) => parseRow(`${path}: row ${index}`, row, schema));
}

/** @throws DataFormatError `wrong-shape` naming `where` and key. */
export function parseRow<S extends z.ZodType>(where: string, row: unknown, schema: S): z.infer<S> {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new DataFormatError(
    'wrong-shape',
    `${where}: key ${issue?.path.join('.') || '(root)'}: ${issue?.message}.`,
    {
      remedy: "Give the benchmark's file in its official layout.",
      cause: result.error,
    },
  );
}

/** @throws DataInvalidError `duplicate-id` naming both rows (from 0). */
export function refuseDuplicates(path: string, rows: readonly { readonly id: string | number }[]): void {
  const seen = new Map<string, number>();
  for (const [index, { id }] of rows.entries()) {
    const first = seen.get(String(id));
    if (first !== undefined) {
      throw new DataInvalidError(
        'duplicate-id',
        `${path}: rows ${first} and ${index} have the same id ${id}.`,
        {
          remedy: 'Ids must be unique: a prediction names its row by the id.',
        },
      );
    }
    seen.set(String(id), index);
  }
}
