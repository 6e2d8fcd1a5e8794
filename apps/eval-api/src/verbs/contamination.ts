/** parallax contamination: what of a benchmark or test split was seen in a training set. */
import { join } from 'node:path';
import { countQuestions, openDataset } from '@parallax/dataset';
import { SplitSchema } from '@parallax/dataset/schema';
import {
  type Benchmark,
  benchmarkNamed,
  type ComparedSet,
  type ContaminationItem,
  type ContaminationRecord,
  type ContaminationReport,
  checkContamination,
  promptText,
  textTable,
} from '@parallax/eval';
import { ConfigError } from '@parallax/lab';
import { canonicalJson, codeCommit, resolveConfig, sha256, type Verb, writeJson } from '@parallax/lab/node';
import { z } from 'zod';

const FlagsSchema = z.strictObject({
  train: z.string(),
  trainSplit: SplitSchema,
  against: z.string().optional(),
  split: SplitSchema,
  task: z.string().optional(),
  data: z.string().optional(),
  bits: z.coerce.number().int().min(0).max(11),
  textShare: z.coerce.number().min(0).max(1),
  pairs: z.coerce.number().int().nonnegative(),
  lab: z.string().optional(),
  ascii: z.boolean().optional(),
  json: z.boolean().optional(),
});
type Flags = z.infer<typeof FlagsSchema>;

/** Pairs that people see; --json has all that --pairs keeps. */
const SHOWN = 5;
const ID_DIGITS = 12;

const verb: Verb = {
  name: 'contamination',
  summary: 'Find pictures, scenes and wordings of a benchmark that stand in a training set',
  configure: (command) => {
    command
      .requiredOption('--train <folder>', 'data set that was trained on')
      .option('--train-split <split>', 'split of it', 'train')
      .option('--against <folder>', 'another data set (or the same) to be tested on')
      .option('--split <split>', 'split of that one', 'test')
      .option('--task <name>', 'a benchmark, instead of --against')
      .option('--data <folder>', 'where its files lie')
      .option('--bits <n>', 'bits of 63 in which near-duplicate pictures may differ, 0 to 11', '7')
      .option('--text-share <share>', 'share of 8-word runs from which on a wording counts as seen', '0.8')
      .option('--pairs <n>', 'pairs kept of each finding', '50')
      .option('--lab <folder>', 'keep the findings in LAB/contamination, for `parallax report`')
      .option('--ascii', 'tables without characters beyond ASCII');
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('parallax contamination', options, FlagsSchema);
    const test = await testSide(flags);
    const train = await questionSide(flags.train, { split: flags.trainSplit });
    const progress = context.progress('pictures and wordings', train.count + test.count);
    const report = await checkContamination(train.items, test.items, {
      maxDistance: flags.bits,
      minTextShare: flags.textShare,
      pairs: flags.pairs,
      signal: context.signal,
      onItem: (side, done) => progress.set(side === 'train' ? done : train.count + done, side),
    });
    progress.finish();
    const kept =
      flags.lab === undefined ? null : await keep(flags.lab, recordOf(flags, { train, test }, report));
    return {
      result: { ...report, ...(kept === null ? {} : { file: kept }) },
      text: [textOf(report, flags.ascii ?? false), kept].filter((part) => part !== null).join('\n\n'),
    };
  },
};
export default verb;

/** One of the two sides: what it is, and what is in it. */
interface Side {
  readonly set: ComparedSet;
  /** Questions in it. */
  readonly count: number;
  readonly items: AsyncIterable<ContaminationItem>;
}

/** The same two sides searched the same way have the same id: a second search takes the place of the first. */
function recordOf(
  { bits, textShare, pairs }: Flags,
  sides: { readonly train: Side; readonly test: Side },
  report: ContaminationReport,
): ContaminationRecord {
  const [train, test] = [sides.train.set, sides.test.set];
  const config = { bits, textShare, pairs };
  const id = sha256(canonicalJson({ train, test, config })).slice(0, ID_DIGITS);
  return {
    schemaVersion: 1,
    codeCommit: codeCommit(),
    type: 'contamination',
    contaminationId: `${test.name}-${id}`,
    ...{ train, test, config, report },
  };
}

async function keep(lab: string, record: ContaminationRecord): Promise<string> {
  const path = join(lab, 'contamination', `${record.contaminationId}.json`);
  await writeJson(path, record);
  return path;
}

/** @throws ConfigError `no-test-set` unless exactly one of --against and --task with --data is given. */
async function testSide(flags: Flags): Promise<Side> {
  const { against, task, data, split } = flags;
  if (against !== undefined && task === undefined) return questionSide(against, { split });
  if (against === undefined && task !== undefined && data !== undefined) {
    return await benchmarkSide(benchmarkNamed(task), data);
  }
  throw new ConfigError('no-test-set', 'One test set is needed, and one only.', {
    remedy: 'Give --against DATASET, or --task NAME with --data FOLDER.',
  });
}

async function questionSide(folder: string, filter: { readonly split: Flags['split'] }): Promise<Side> {
  const dataset = await openDataset(folder);
  const { name, digest } = dataset.manifest;
  const count = countQuestions(dataset.manifest, filter);
  async function* items(): AsyncGenerator<ContaminationItem> {
    for await (const { question, images } of dataset.rows(filter)) {
      const { questionId: id, groupId, subjectId, text } = question;
      yield { id, groupId, subjectId, text, images };
    }
  }
  return { set: { name, split: filter.split, digest }, count, items: items() };
}

async function benchmarkSide(benchmark: Benchmark, folder: string): Promise<Side> {
  const rows = await benchmark.load(folder);
  async function* items(): AsyncGenerator<ContaminationItem> {
    for (const row of rows) {
      const { id, groupId, messages, images } = await benchmark.sample(folder, row);
      yield { id, groupId, subjectId: null, text: promptText(messages), images };
    }
  }
  return { set: { name: benchmark.name, split: null, digest: null }, count: rows.length, items: items() };
}

function textOf(report: ContaminationReport, ascii: boolean): string {
  const { trainItems, testItems: items, trainPictures, testPictures, unreadable, findings } = report;
  const counts = `${items} test questions (${testPictures} pictures) against ${trainItems} (${trainPictures} pictures)`;
  const rows = findings.map(({ kind, items: hit, share }) => [kind, String(hit), (100 * share).toFixed(1)]);
  const table = textTable(['finding', 'questions', 'percent'], rows, { ascii, rightAlign: [1, 2] });
  const pairs = findings.flatMap(({ kind, pairs: list }) =>
    list.slice(0, SHOWN).map((pair) => [kind, pair.test, pair.train, byText(pair.by)]),
  );
  const doubt =
    unreadable === 0 ? '' : `\n${unreadable} pictures could not be read: compared by their bytes alone`;
  const list =
    pairs.length === 0 ? '' : `\n\n${textTable(['finding', 'test', 'train', 'by'], pairs, { ascii })}`;
  return `${counts}${doubt}\n\n${table}${list}`;
}

function byText(by: number | string): string {
  return typeof by === 'number' ? String(Number(by.toPrecision(3))) : by;
}
