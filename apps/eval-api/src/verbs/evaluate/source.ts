/** What `parallax evaluate` asks: the questions of a data set of ours, or of a public benchmark. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openDataset } from '@parallax/dataset';
import type { ConversationStyle, Split } from '@parallax/dataset/schema';
import {
  benchmarkNamed,
  benchmarkTask,
  blindBenchmark,
  questionTask,
  type Task,
  type TaskSample,
} from '@parallax/eval';
import { ConfigError } from '@parallax/lab';
import { commaList } from '@parallax/lab/node';
import { z } from 'zod';
import { type OpenedCompleter, openBlind } from '../../completers/open-completer.ts';

export interface SourceFlags {
  readonly dataset?: string | undefined;
  readonly task?: string | undefined;
  readonly data?: string | undefined;
  readonly scorer?: string | undefined;
  readonly split: Split;
  readonly kinds?: string | undefined;
  readonly limit?: number | undefined;
  readonly style: ConversationStyle;
  readonly lab: string;
}

export interface EvaluationSource {
  readonly task: Task<TaskSample>;
  /** Of a data set of ours; a benchmark's task names the digest of its rows in its config. */
  readonly datasetDigest: string | null;
  /** Samples of the task; an upper bound under a control. */
  readonly total: number;
  readonly blind: () => Promise<OpenedCompleter>;
}

/** @throws ConfigError `no-source`, `two-sources`, `no-data-folder`, `wrong-source-flag`; what reading the files throws */
export function openSource(flags: SourceFlags): Promise<EvaluationSource> {
  const { dataset, task, data } = flags;
  if (dataset !== undefined && task !== undefined) {
    throw new ConfigError('two-sources', '--dataset and --task exclude each other.', {
      remedy: 'Give --dataset for a data set of ours, --task with --data for a public benchmark.',
    });
  }
  if (dataset !== undefined) return ofDataset(dataset, flags);
  if (task === undefined) {
    throw new ConfigError('no-source', 'Nothing says what to ask.', {
      remedy: 'Give --dataset FOLDER, or --task NAME --data FOLDER for a public benchmark.',
    });
  }
  const benchmark = benchmarkNamed(task);
  if (data === undefined) {
    throw new ConfigError('no-data-folder', `--task ${task} needs the folder of its files.`, {
      remedy:
        'Add --data FOLDER, which holds the files as the benchmark publishes them; nothing is downloaded.',
    });
  }
  if (flags.kinds !== undefined) {
    throw new ConfigError('wrong-source-flag', '--kinds chooses among the kinds of a data set of ours.', {
      remedy: 'Leave out --kinds; --limit takes the first questions of each category of a benchmark.',
    });
  }
  return ofBenchmark(benchmark, data, flags);
}

async function ofBenchmark(
  benchmark: ReturnType<typeof benchmarkNamed>,
  data: string,
  { scorer, limit }: SourceFlags,
): Promise<EvaluationSource> {
  const task = await benchmarkTask(benchmark, resolve(data), {
    ...(scorer === undefined ? {} : { scorer }),
    ...(limit === undefined ? {} : { limitPerKind: limit }),
  });
  return {
    task,
    datasetDigest: null,
    total: task.size,
    blind: async () => ({
      completer: await blindBenchmark(task),
      weightsDigest: null,
      note: 'blind: the most frequent answer of the category in the other four fifths of the groups',
      dispose: () => undefined,
    }),
  };
}

async function ofDataset(name: string, flags: SourceFlags): Promise<EvaluationSource> {
  const { split, style, limit } = flags;
  const dataset = await openDataset(await datasetFolder(name, flags.lab));
  const asked = commaList(flags.kinds);
  const task = questionTask(dataset, {
    split,
    style,
    ...(asked === undefined ? {} : { kinds: asked }),
    ...(limit === undefined ? {} : { limitPerKind: limit }),
  });
  const kinds = z.array(z.string()).parse(task.config['kinds']);
  const counts = dataset.manifest.counts.bySplitAndKind;
  const most = limit ?? Number.POSITIVE_INFINITY;
  return {
    // The runner and the controls hand a sample back only to the task it came from.
    task: task as unknown as Task<TaskSample>,
    datasetDigest: dataset.manifest.digest,
    total: kinds.reduce((sum, kind) => sum + Math.min(most, counts[`${split}/${kind}`] ?? 0), 0),
    blind: () => openBlind(dataset, { split, kinds }),
  };
}

/** A path, or the bare name of a data set of the lab. */
async function datasetFolder(name: string, lab: string): Promise<string> {
  return /^[\w.-]+$/.test(name) && !(await isFolder(name)) ? join(lab, 'datasets', name) : name;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
