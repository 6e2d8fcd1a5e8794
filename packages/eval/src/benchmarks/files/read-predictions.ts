/** The file of raw completions that a score is made of. */
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { z } from 'zod';
import { readJsonLines } from './read-text.ts';

/**
 * Longest completion that is read, in UTF-16 units: some thirty times the context of the models in question. A longer
 * one counts as empty and is named: some published patterns search in quadratic time, and would never come back.
 */
export const LONGEST_COMPLETION = 1_000_000;

const PredictionSchema = z.object({ id: z.union([z.string(), z.number()]), prediction: z.string() });

/**
 * JSON lines of `{"id", "prediction"}`: id as text -> completion, which is cut some way behind LONGEST_COMPLETION.
 * @throws ConfigError `file-missing`; DataFormatError `not-json` | `wrong-shape` | `no-predictions` | `not-utf8`; DataInvalidError `duplicate-id`;
 *   all name file and line.
 */
export async function readPredictions(path: string): Promise<ReadonlyMap<string, string>> {
  const predictions = new Map<string, string>();
  for await (const { value, line } of readJsonLines(path, LONGEST_COMPLETION + 1)) {
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
  if (predictions.size === 0) {
    throw new DataFormatError('no-predictions', `${path} holds no prediction.`, {
      remedy: 'A line is {"id": id of the row, "prediction": "the raw completion"}.',
    });
  }
  return predictions;
}
