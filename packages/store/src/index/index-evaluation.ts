/** LAB/evaluations/ID -> rows. A finished evaluation changes only as a whole. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EvalLogSchema, type EvalSample, type Metric, readSamples, samplesDigest } from '@parallax/eval';
import { DataInvalidError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { eq } from 'drizzle-orm';
import type { Store, Writer } from '../database/index.ts';
import { confine } from '../lab-folder/records.ts';
import { evalSamples, evaluationMetrics, evaluations } from '../tables/index.ts';

/**
 * @returns true when rows were written, false when the files have not changed since.
 * @throws DataInvalidError `samples-changed` when samples.jsonl is not what log.json speaks of.
 */
export async function indexEvaluation(store: Store, name: string): Promise<boolean> {
  const folder = await confine(store.lab, join(store.lab, 'evaluations', name));
  const samplesPath = join(folder, 'samples.jsonl');
  const filesSha256 = await digestOf([join(folder, 'log.json'), samplesPath]);
  const [known] = await store.read((db) =>
    db.select({ filesSha256: evaluations.filesSha256 }).from(evaluations).where(eq(evaluations.name, name)),
  );
  if (known?.filesSha256 === filesSha256) return false;
  const log = await readJson(join(folder, 'log.json'), EvalLogSchema);
  const samples = await readSamples(samplesPath);
  if (samplesDigest(samples) !== log.samplesSha256) {
    throw new DataInvalidError('samples-changed', `${samplesPath} does not fit the digest in log.json.`, {
      remedy: 'Delete log.json and run `parallax evaluate` again: recorded samples are not asked again.',
    });
  }
  await store.write(async (writer) => {
    await removeRows(writer, name);
    await writer.insert(evaluations, [{ ...log, name, filesSha256 }]);
    await writer.insert(
      evaluationMetrics,
      log.metrics.map((metric, i) => metricRow(name, i, metric)),
    );
    await writer.insert(
      evalSamples,
      samples.map((sample, i) => sampleRow(name, i, sample)),
    );
  });
  return true;
}

/** Removes all rows of an evaluation. */
export async function removeEvaluation(store: Store, name: string): Promise<void> {
  await store.write((writer) => removeRows(writer, name));
}

async function removeRows(writer: Writer, name: string): Promise<void> {
  await writer.run(writer.builder.delete(evaluations).where(eq(evaluations.name, name)));
  await writer.run(writer.builder.delete(evaluationMetrics).where(eq(evaluationMetrics.evaluation, name)));
  await writer.run(writer.builder.delete(evalSamples).where(eq(evalSamples.evaluation, name)));
}

function metricRow(
  evaluation: string,
  position: number,
  metric: Metric,
): typeof evaluationMetrics.$inferInsert {
  const { ci95, ...rest } = metric;
  return { ...rest, evaluation, position, ciLow: ci95[0], ciHigh: ci95[1] };
}

function sampleRow(
  evaluation: string,
  position: number,
  sample: EvalSample,
): typeof evalSamples.$inferInsert {
  const { score, error, ...rest } = sample;
  return {
    ...rest,
    ...{ evaluation, position, score },
    value: score?.value ?? null,
    parsed: score?.parsed.value ?? null,
    failure: score?.parsed.failure ?? null,
    errorCode: error?.code ?? null,
    errorMessage: error?.message ?? null,
  };
}

async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(await readFile(path));
  return hash.digest('hex');
}
