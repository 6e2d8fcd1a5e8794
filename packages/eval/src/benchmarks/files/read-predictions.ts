/** The file of raw completions that a score is made of. */
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { z } from 'zod';
import { readJsonLines } from './read-text.ts';

const PredictionSchema = z.object({ id: z.union([z.string(), z.number()]), prediction: z.string() });

/**
 * JSON lines of `{"id", "prediction"}`: id as text -> completion.
 * @throws ConfigError `file-missing`; DataFormatError `not-json` | `wrong-shape`; DataInvalidError `duplicate-id`;
 *   all name file and line.
 */
export async function readPredictions(path: string): Promise<ReadonlyMap<string, string>> {
  const predictions = new Map<string, string>();
  for await (const { value, line } of readJsonLines(path)) {
    const row = PredictionSchema.safeParse(value);
    if (!row.success) {
      const issue = row.error.issues[0];
      throw new DataFormatError(
        'wrong-shape',
        `${path}:${line}: key ${issue?.path.join('.') || '(root)'}: ${issue?.message}.`,
        {
          remedy: 'A line is {"id": id of the row, "prediction": "the raw completion"}.',
        },
      );
    }
    const id = String(row.data.id);
    if (predictions.has(id)) {
      throw new DataInvalidError('duplicate-id', `${path}:${line}: id ${id} stands in the file twice.`, {
        remedy: 'Keep one prediction for each row.',
      });
    }
    predictions.set(id, row.data.prediction);
  }
  return predictions;
}
