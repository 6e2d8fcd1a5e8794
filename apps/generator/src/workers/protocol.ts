/** Messages between the generate verb and its worker processes. */
import type { DatasetWriterOptions } from '@parallax/dataset';
import {
  CheckpointError,
  ConfigError,
  DataFormatError,
  DataInvalidError,
  LabError,
  ProviderError,
} from '@parallax/lab';
import type { SkippedCapture } from '../captures/import-plan.ts';
import type { CaptureShard } from '../captures/sets/plan-set.ts';
import type { CaptureSetConfig } from '../captures/sets/set-config.ts';
import type { GenerateConfig } from '../config.ts';
import type { Shard as SceneShard } from './shards/shard-plan.ts';

export type Shard = SceneShard | CaptureShard;

/** What a worker makes: rendered scenes, or pairs of captures whose pictures stay where they are. */
export type Work =
  | {
      readonly type: 'scenes';
      readonly config: GenerateConfig;
      /** Folder of prepared models, where the config has assets. */
      readonly models?: string;
    }
  | {
      readonly type: 'captures';
      readonly config: CaptureSetConfig;
      readonly root: string;
      readonly kinds: readonly string[];
    };

export interface WorkerStart {
  readonly folder: string;
  readonly writer: DatasetWriterOptions;
  readonly work: Work;
}

export type ToWorker = { readonly start: WorkerStart } | { readonly shard: Shard } | { readonly stop: true };

export type FromWorker =
  | { readonly ready: true }
  /** So many further scenes or questions are made. */
  | { readonly advance: number }
  | { readonly skipped: SkippedCapture }
  | { readonly written: Shard }
  | { readonly failed: SentError };

export interface SentError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly stack: string | undefined;
}

const CLASSES = { ConfigError, DataFormatError, DataInvalidError, CheckpointError, LabError } as const;

export function sendError(error: unknown): SentError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof LabError) return { name, message, stack, code: error.code, remedy: error.remedy };
  return { name, message, stack, code: 'unexpected', remedy: undefined };
}

/** The error as the worker threw it: same class, so that the exit code is the same as without workers. */
export function receiveError({ name, code, message, remedy, stack }: SentError): Error {
  if (code === 'unexpected') return Object.assign(new Error(message), { stack });
  const options = remedy === undefined ? {} : { remedy };
  if (name === 'ProviderError') return new ProviderError(code, message, { ...options, retryable: false });
  const Class = Object.hasOwn(CLASSES, name) ? CLASSES[name as keyof typeof CLASSES] : LabError;
  return new Class(code, message, options);
}
