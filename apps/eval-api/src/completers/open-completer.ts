/** From what the user wrote after --model to a completer: a folder, an address, or the blind baseline. */
import { basename, dirname, resolve } from 'node:path';
import type { Dataset, RowFilter } from '@parallax/dataset';
import {
  type Budget,
  blindCompleter,
  type Completer,
  openAiCompleter,
  type RequestCache,
  trainBlind,
} from '@parallax/eval';
import { ConfigError } from '@parallax/lab';
import { checkpointCompleter } from './checkpoint.ts';

export interface OpenedCompleter {
  readonly completer: Completer;
  /** Of a local checkpoint, else null. */
  readonly weightsDigest: string | null;
  /** A line for people: what was loaded, on what. */
  readonly note: string;
  dispose(): void;
}

export interface OpenCompleterOptions {
  /** Checkpoint folder, http(s) address, or "blind". */
  readonly model: string;
  /** Makes the baseline that sees no picture. */
  readonly blind: () => Promise<OpenedCompleter>;
  /** Model name at a server that serves several; default: the first one that /v1/models lists. */
  readonly servedModel?: string;
  readonly apiKey?: string;
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly budget?: Budget;
  readonly cache?: RequestCache;
  readonly batchSize?: number;
  readonly onWarning?: (message: string) => void;
}

export async function openCompleter(options: OpenCompleterOptions): Promise<OpenedCompleter> {
  const { model } = options;
  if (model === 'blind') return options.blind();
  if (/^https?:\/\//.test(model)) return openServer(options);
  const completer = await checkpointCompleter({
    folder: resolve(model),
    modelId: `${basename(dirname(dirname(resolve(model))))}/${basename(resolve(model))}`,
    ...(options.batchSize === undefined ? {} : { batchSize: options.batchSize }),
    ...(options.onWarning === undefined ? {} : { onWarning: options.onWarning }),
  });
  const { library, version, device, threads } = completer.backend;
  return {
    completer,
    weightsDigest: completer.weightsDigest,
    note: `${completer.modelId} on ${library} ${version}, ${device}, ${threads} threads`,
    dispose: () => completer.dispose(),
  };
}

/** Learns from the train split's wording; `filter` names the questions that will be asked. */
export async function openBlind(dataset: Dataset, filter: RowFilter): Promise<OpenedCompleter> {
  const kinds = filter.kinds === undefined ? {} : { kinds: filter.kinds };
  const blind = await trainBlind(dataset.questions({ split: 'train', ...kinds }));
  const completer = await blindCompleter(blind, dataset.questions(filter));
  const lines = Object.entries(blind.kinds).map(
    ([kind, { rule, questions }]) => `${kind}: ${rule} of ${questions}`,
  );
  const note =
    lines.length === 0 ? 'blind: the train split has no such question' : `blind: ${lines.join('; ')}`;
  return { completer, weightsDigest: null, note, dispose: () => undefined };
}

async function openServer(options: OpenCompleterOptions): Promise<OpenedCompleter> {
  const { model: baseUrl, apiKey, timeoutMs, retries, budget, cache } = options;
  const served = options.servedModel ?? (await firstServedModel(baseUrl, apiKey));
  const completer = openAiCompleter({
    baseUrl,
    model: served,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(retries === undefined ? {} : { retries }),
    ...(budget === undefined ? {} : { budget }),
    ...(cache === undefined ? {} : { cache }),
  });
  return { completer, weightsDigest: null, note: `${served} at ${baseUrl}`, dispose: () => undefined };
}

const LIST_TIMEOUT_MS = 20_000;

async function firstServedModel(baseUrl: string, apiKey: string | undefined): Promise<string> {
  const url = `${baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/models`;
  try {
    const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(LIST_TIMEOUT_MS) });
    const body = (await response.json()) as { data?: { id?: unknown }[] } | null; // checked in the next line
    const id = body?.data?.[0]?.id;
    if (typeof id === 'string') return id;
    throw new TypeError(`status ${response.status} without a list of models`);
  } catch (cause) {
    const reason = (cause as { cause?: { code?: string } }).cause?.code ?? (cause as Error).message;
    throw new ConfigError('no-served-model', `${url} does not list the served models: ${reason}.`, {
      remedy: 'Check the address, or name the model with --served-model.',
      cause,
    });
  }
}
