/** A public benchmark as a task: its questions asked once, scored by our strict reading and by every official scorer. */
import { ConfigError, DataFormatError, DataInvalidError, suggestName } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import type { Score } from '@parallax/rewards/schema';
import type { Benchmark, BenchmarkRow } from '../benchmarks/benchmark.ts';
import type { Task, TaskSample } from './task.ts';

export interface BenchmarkTaskOptions {
  /** Also ask the rows that this official scorer makes (rotated options and the like); "all" for those of every one. */
  readonly scorer?: string;
  /** At most this many rows of each category, the first ones; official scorers then speak of these rows alone. */
  readonly limitPerKind?: number;
}

export interface BenchmarkSample<R extends BenchmarkRow> extends TaskSample {
  /** What it asks; under a control with other options than the file's. */
  readonly row: R;
}

export interface BenchmarkTask<R extends BenchmarkRow = BenchmarkRow> extends Task<BenchmarkSample<R>> {
  readonly size: number;
}

/**
 * Reads the rows now, pictures when they are asked for. A row whose picture cannot be read is a sample with that error.
 * @throws what `load` throws; ConfigError `unknown-scorer`; DataInvalidError `no-samples`
 */
export async function benchmarkTask<R extends BenchmarkRow>(
  benchmark: Benchmark<R>,
  folder: string,
  options: BenchmarkTaskOptions = {},
): Promise<BenchmarkTask<R>> {
  const { scorer: chosen, limitPerKind } = options;
  const loaded = firstOfEach(await benchmark.load(folder), limitPerKind);
  if (loaded.length === 0) {
    throw new DataInvalidError('no-samples', `${folder} holds no question of ${benchmark.name}.`, {
      remedy: 'Check that --data is the folder that holds the files of this benchmark.',
    });
  }
  const rows = new Map<string, R>(loaded.map((row) => [String(row.id), row]));
  for (const name of chosenScorers(benchmark, chosen)) {
    for (const row of benchmark.scorers[name]?.rows?.(loaded) ?? []) {
      if (!rows.has(String(row.id))) rows.set(String(row.id), row);
    }
  }
  return {
    name: benchmark.name,
    description: benchmark.description,
    size: rows.size,
    config: {
      benchmark: benchmark.name,
      prompt: benchmark.prompt,
      scorer: chosen ?? null,
      limitPerKind: limitPerKind ?? null,
      kinds: [...new Set([...rows.values()].map(({ category }) => category))].sort(),
      // Options of whole numbers are big integers, which JSON does not hold.
      rowsSha256: sha256(
        JSON.stringify([...rows.values()], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      ),
    },
    samples: async function* () {
      for (const row of rows.values()) yield await sampleOf(benchmark, folder, row);
    },
    score: (sample, completion) => strictScore(benchmark, sample.row, completion),
    ...(benchmark.rotated === undefined
      ? benchmark.unrotated === undefined
        ? {}
        : { unrotated: benchmark.unrotated }
      : {
          rotate: async ({ row, failure }: BenchmarkSample<R>, steps: number) => {
            const rotated = failure === undefined ? benchmark.rotated!(row, steps) : null;
            return rotated === null ? null : sampleOf(benchmark, folder, rotated);
          },
        }),
    reports: (completions) => reportsOf(benchmark, loaded, rows, completions),
  };
}

/** Our own reading as a score: one part, worth everything. */
function strictScore<R extends BenchmarkRow>(benchmark: Benchmark<R>, row: R, completion: string): Score {
  const { extracted, value } = benchmark.strict(row, completion);
  const reason = extracted === null ? 'no answer was found' : `read as ${JSON.stringify(extracted)}`;
  return {
    value,
    parts: [{ name: 'strict', weight: 1, value, reason }],
    parsed: { value: extracted, span: null, failure: extracted === null ? 'no-answer' : null },
  };
}

async function sampleOf<R extends BenchmarkRow>(
  benchmark: Benchmark<R>,
  folder: string,
  row: R,
): Promise<BenchmarkSample<R>> {
  const forms = benchmark.forms?.(row);
  const declared = {
    id: String(row.id),
    kind: row.category,
    groupId: row.groupId,
    row,
    ...(forms === undefined ? {} : { forms }),
  };
  try {
    return { ...(await benchmark.sample(folder, row)), ...declared };
  } catch (error) {
    if (!(error instanceof DataInvalidError || error instanceof DataFormatError)) throw error;
    const failure = { code: error.code, message: error.message };
    return { ...declared, messages: [], images: [], answer: '', chance: 0, failure };
  }
}

/**
 * A scorer whose own rows were not asked says so instead of a number. One that lacks answers puts its numbers, over empty
 * texts in their place, under `partial`: they tell of the server or of the files, not of the model.
 */
function reportsOf<R extends BenchmarkRow>(
  benchmark: Benchmark<R>,
  loaded: readonly R[],
  asked: ReadonlyMap<string, R>,
  completions: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(benchmark.scorers).map(([name, scorer]) => {
      const rows = (scorer.rows?.(loaded) ?? loaded).map(({ id }) => String(id));
      const notAsked = rows.filter((id) => !asked.has(id)).length;
      if (notAsked > 0) {
        return [name, { notAsked, remedy: `Evaluate with --scorer ${name} to ask its own rows.` }];
      }
      const answered = rows.filter((id) => completions.has(id)).length;
      if (answered === rows.length) return [name, scorer.score(loaded, completions)];
      const filled = new Map(rows.map((id) => [id, completions.get(id) ?? '']));
      const remedy = 'Ask the others again with --retry-errors, or count them as empty with --partial.';
      return [name, { asked: rows.length, answered, remedy, partial: scorer.score(loaded, filled) }];
    }),
  );
}

function chosenScorers<R extends BenchmarkRow>(
  benchmark: Benchmark<R>,
  chosen: string | undefined,
): string[] {
  const names = Object.keys(benchmark.scorers);
  if (chosen === undefined || chosen === 'parallax') return [];
  if (chosen === 'all') return names;
  if (names.includes(chosen)) return [chosen];
  throw new ConfigError('unknown-scorer', `${benchmark.name} has no scorer "${chosen}".`, {
    remedy: suggestName(chosen, [...names, 'parallax', 'all']),
  });
}

function firstOfEach<R extends BenchmarkRow>(
  rows: readonly R[],
  limit = Number.POSITIVE_INFINITY,
): readonly R[] {
  const taken = new Map<string, number>();
  return rows.filter(({ category }) => {
    const count = taken.get(category) ?? 0;
    taken.set(category, count + 1);
    return count < limit;
  });
}
