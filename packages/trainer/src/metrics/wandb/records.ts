/**
 * The records of a Weights & Biases run, as much of them as a run of scalars needs.
 *
 * Source: wandb/proto/wandb_internal.proto
 */
import type { MetricsLine, TrainingRun } from '../../schema.ts';
import { bytesField, message, varintField } from '../protobuf.ts';

const RECORD = { num: 1, history: 2, summary: 3, run: 17, exit: 18, header: 21, info: 200 } as const;
const HEADER = { version: 1 } as const;
const VERSION = { producer: 1, minConsumer: 2 } as const;
const RUN = { id: 1, project: 3, config: 4, jobType: 7, displayName: 8, startTime: 17 } as const;
const HISTORY = { item: 1, step: 2 } as const;
/** Of items of config, summary and history alike. */
const ITEM = { key: 1, valueJson: 16 } as const;
/** Of summaries and configs. */
const UPDATE = 1;
const STREAM_ID = 1;
const STEP_NUMBER = 1;
const EXIT_CODE = 1;
const SECONDS = 1;
const PROJECT = 'parallax';
/** The oldest reader that the format asks for. */
const MIN_CONSUMER = '0.70.0';

export interface WandbRun {
  /** As the service allows it: letters, digits, hyphens, underscores. */
  readonly id: string;
  /** Whole seconds since 1970. */
  readonly startSecond: number;
}

/** What stands before the first step: the format's version, then name, config and origin of the run. */
export function openingRecords({ id, startSecond }: WandbRun, run: TrainingRun): Uint8Array[] {
  const { config, stage, name, datasetDigests, parentWeights, codeCommit } = run;
  const told = { ...config, stage, datasetDigests, parentWeights, codeCommit };
  const items = Object.entries(told).map(([key, value]) => bytesField(UPDATE, item(key, value)));
  const version = message(
    bytesField(VERSION.producer, 'parallax'),
    bytesField(VERSION.minConsumer, MIN_CONSUMER),
  );
  return [
    record(id, 1, RECORD.header, message(bytesField(HEADER.version, version))),
    record(
      id,
      2,
      RECORD.run,
      message(
        bytesField(RUN.id, id),
        bytesField(RUN.project, PROJECT),
        bytesField(RUN.config, message(...items)),
        bytesField(RUN.jobType, stage),
        bytesField(RUN.displayName, name),
        bytesField(RUN.startTime, message(varintField(SECONDS, startSecond))),
      ),
    ),
  ];
}

/** A step's numbers as the run's newest ones and as a row of its history; `runtime` in seconds since the start. */
export function stepRecords(run: WandbRun, num: number, line: MetricsLine, runtime: number): Uint8Array[] {
  const { step, ...numbers } = line;
  const row = { ...numbers, _step: step, _runtime: runtime, _timestamp: run.startSecond + runtime };
  const items = Object.entries(row).flatMap(([key, value]) =>
    // A number that JSON cannot hold comes back from metrics.jsonl as null; the service writes it as a string.
    typeof value === 'number' ? [item(key, Number.isFinite(value) ? value : String(value))] : [],
  );
  const history = message(
    ...items.map((each) => bytesField(HISTORY.item, each)),
    bytesField(HISTORY.step, varintField(STEP_NUMBER, step)),
  );
  const summary = message(...items.map((each) => bytesField(UPDATE, each)));
  return [record(run.id, num, RECORD.summary, summary), record(run.id, num + 1, RECORD.history, history)];
}

/** Last record of a run that reached its last step. */
export function exitRecord({ id }: WandbRun, num: number): Uint8Array {
  return record(id, num, RECORD.exit, varintField(EXIT_CODE, 0));
}

function record(streamId: string, num: number, field: number, content: Uint8Array): Uint8Array {
  return message(
    varintField(RECORD.num, num),
    bytesField(field, content),
    bytesField(RECORD.info, bytesField(STREAM_ID, streamId)),
  );
}

function item(key: string, value: unknown): Uint8Array {
  return message(bytesField(ITEM.key, key), bytesField(ITEM.valueJson, JSON.stringify(value ?? null)));
}
