/** parallax score: raw completions of a public benchmark, by its official rules and by our own strict ones. */
import { resolve } from 'node:path';
import {
  type Benchmark,
  benchmarkNamed,
  compareScorers,
  differencesText,
  predictionsOf,
  readPredictions,
  type ScoredBenchmark,
  scoreBenchmark,
  scorerNames,
  scoresText,
  unknownIds,
} from '@parallax/eval';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { commaList, resolveConfig, type Verb, type VerbContext, writeJson } from '@parallax/lab/node';
import { z } from 'zod';

const FlagsSchema = z.strictObject({
  task: z.string(),
  data: z.string(),
  predictions: z.string(),
  scorer: z.string(),
  compare: z.string().optional(),
  out: z.string().optional(),
  json: z.boolean().optional(),
});

/** Ids that a warning lists before it only counts. */
const LISTED = 10;

const verb: Verb = {
  name: 'score',
  summary: "Score a file of completions by a benchmark's official rules and by our own strict ones",
  configure: (command) => {
    command
      .requiredOption('--task <name>', 'benchmark, for example vsi-bench')
      .requiredOption('--data <folder>', "the benchmark's files in their official layout")
      .requiredOption('--predictions <file>', 'JSON lines of {"id", "prediction"}')
      .option('--scorer <name>', 'an official scorer, parallax (ours), or all', 'all')
      .option('--compare <a,b>', 'list the rows on which two scorers differ, and why')
      .option('--out <file>', 'write the result there as well');
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('parallax score', options, FlagsSchema);
    const benchmark = benchmarkNamed(flags.task);
    const compared = comparedPair(flags.compare);
    const named = flags.scorer === 'all' ? scorerNames(benchmark) : [flags.scorer];
    const rows = await benchmark.load(resolve(flags.data));
    const path = resolve(flags.predictions);
    const predictions = await readPredictions(path);
    const unknown = unknownOf(benchmark, rows, predictions, path);
    const scores: ScoredBenchmark[] = [];
    for (const name of new Set([...named, ...(compared ?? [])])) {
      context.signal.throwIfAborted();
      const own = await predictionsOf(benchmark, rows, name, path, predictions);
      scores.push(scoreBenchmark(benchmark, rows, own, name));
    }
    const asked = scores.filter(({ name }) => named.includes(name));
    for (const score of asked) warnAboutRows(score, context);
    if (unknown.length > 0) {
      context.warn(
        `${unknown.length} predictions belong to no row of ${benchmark.name}: ${listed(unknown)}.`,
      );
    }
    const differences =
      compared === null
        ? null
        : compareScorers(reportOf(scores, compared[0]), reportOf(scores, compared[1]), predictions);
    const result = {
      task: benchmark.name,
      scorers: Object.fromEntries(asked.map(({ name, report }) => [name, report])),
      missing: Object.fromEntries(
        asked.map(({ name, missing, missingNote }) => [name, { ids: missing, official: missingNote }]),
      ),
      unknown,
      tooLong: [...new Set(asked.flatMap(({ tooLong }) => tooLong))],
      ...(compared === null ? {} : { compare: { a: compared[0], b: compared[1], differences } }),
    };
    if (flags.out !== undefined) await writeJson(resolve(flags.out), result);
    const table = scoresText(asked);
    return {
      result,
      text: compared === null ? table : `${table}\n\n${differencesText(...compared, differences ?? [])}`,
    };
  },
};
export default verb;

function comparedPair(flag: string | undefined): [string, string] | null {
  if (flag === undefined) return null;
  const [a, b, ...more] = commaList(flag);
  if (a !== undefined && b !== undefined && a !== '' && b !== '' && more.length === 0) return [a, b];
  throw new ConfigError('bad-compare', `--compare ${flag}: not two scorers.`, {
    remedy: 'Write two names with a comma between, for example --compare vlmevalkit,parallax.',
  });
}

/** Known to be there: compared scorers are always scored. */
function reportOf(scores: readonly ScoredBenchmark[], name: string) {
  return scores.find((score) => score.name === name)!.report;
}

function warnAboutRows({ name, missing, tooLong, missingNote }: ScoredBenchmark, context: VerbContext): void {
  if (missing.length > 0) {
    const official = missingNote === null ? '' : ` Official code: ${missingNote}.`;
    context.warn(
      `${name}: ${missing.length} rows have no prediction and count as empty: ${listed(missing)}.${official}`,
    );
  }
  if (tooLong.length > 0) context.warn(`${name}: too long to be read, counted as empty: ${listed(tooLong)}.`);
}

function listed(ids: readonly string[]): string {
  return `${ids.slice(0, LISTED).join(', ')}${ids.length > LISTED ? ` and ${ids.length - LISTED} more` : ''}`;
}

/** @throws DataInvalidError `unknown-ids` when the file is about other rows altogether. */
function unknownOf(
  benchmark: Benchmark,
  rows: Awaited<ReturnType<Benchmark['load']>>,
  predictions: ReadonlyMap<string, string>,
  path: string,
): string[] {
  const unknown = unknownIds(benchmark, rows, predictions);
  if (unknown.length < predictions.size) return unknown;
  throw new DataInvalidError(
    'unknown-ids',
    `${path}: none of its ${unknown.length} ids is one of ${benchmark.name}: ${listed(unknown)}.`,
    {
      remedy: `The rows of this benchmark have ids like ${listed(rows.slice(0, 3).map(({ id }) => String(id)))}.`,
    },
  );
}
