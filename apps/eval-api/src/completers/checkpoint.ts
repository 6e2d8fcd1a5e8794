/** A local checkpoint as a completer: the trainer's own model, image processor and sampler, in batches. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Completer, CompletionOutcome, CompletionRequest } from '@parallax/eval';
import { LabError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import {
  type BackendInfo,
  decodeImage,
  type EncodedPrompt,
  encodePrompt,
  initBackend,
  loadImageProcessor,
  loadTokenizer,
  modelDigest,
  modelFolder,
  openModel,
  sample,
} from '@parallax/trainer';
import { CheckpointSchema } from '@parallax/trainer/schema';

export interface CheckpointCompleterOptions {
  /** Folder in the layout of Hugging Face (config.json, model.safetensors, tokenizer.json, ...), an adapter's, or a run's. */
  readonly folder: string;
  /** Name in records; default: the folder. */
  readonly modelId?: string;
  /** Rows decoded side by side. */
  readonly batchSize?: number;
  readonly onWarning?: (message: string) => void;
}

export interface CheckpointCompleter extends Completer {
  readonly weightsDigest: string;
  readonly backend: BackendInfo;
  dispose(): void;
}

/**
 * Loads the model once. One call decodes its requests together; temperature, token limit, seed and stop words are
 * those of the first request, which the runner gives to all alike.
 * @throws ConfigError `no-model`; CheckpointError for a damaged or foreign one.
 */
export async function checkpointCompleter(options: CheckpointCompleterOptions): Promise<CheckpointCompleter> {
  const { batchSize = 128 } = options;
  const folder = await modelFolder(options.folder, options.onWarning);
  const backend = await initBackend(options.onWarning === undefined ? {} : { onWarning: options.onWarning });
  const model = await openModel(folder);
  const [tokenizer, processor] = await Promise.all([loadTokenizer(folder), loadImageProcessor(folder)]);
  const weightsDigest = await digestOf(folder, () => modelDigest(model));

  const encode = async (request: CompletionRequest) => {
    const images = await Promise.all(
      request.images.map((bytes) => decodeImage(bytes, `image of ${request.id}`)),
    );
    return encodePrompt(tokenizer, processor, { id: request.id, messages: request.messages, images });
  };

  const complete = async (
    requests: readonly CompletionRequest[],
    signal?: AbortSignal,
  ): Promise<CompletionOutcome[]> => {
    signal?.throwIfAborted();
    const first = requests[0];
    if (first === undefined) return [];
    const startedAt = performance.now();
    const encoded = await Promise.all(requests.map((request) => encode(request).catch(asLabError)));
    const readable = encoded.filter((prompt): prompt is EncodedPrompt => !(prompt instanceof LabError));
    const sampled = await sample(model, tokenizer, readable, {
      maxNewTokens: first.maxTokens,
      temperature: first.temperature,
      seed: first.seed,
      batchSize,
      ...(first.stop === undefined ? {} : { stop: first.stop }),
      ...(signal === undefined ? {} : { signal }),
    });
    // The rows of a batch advance together: each one's share of the time is its latency.
    const latencyMs = (performance.now() - startedAt) / requests.length;
    let next = 0;
    return encoded.map((prompt) => {
      if (prompt instanceof LabError) {
        const error = { code: prompt.code, message: prompt.message, retryable: false };
        return { text: null, finishReason: null, completionTokens: null, latencyMs, error };
      }
      const completion = sampled[next++]![0]!; // one completion a prompt
      return {
        text: completion.text,
        finishReason: completion.truncated ? 'length' : 'stop',
        completionTokens: completion.ids.length,
        latencyMs,
        error: null,
      };
    });
  };

  return {
    modelId: options.modelId ?? folder,
    batchSize,
    weightsDigest,
    backend,
    complete,
    dispose: () => model.dispose(),
  };
}

/** The digest in checkpoint.json where there is one; a public checkpoint's is computed. */
async function digestOf(folder: string, compute: () => string): Promise<string> {
  const path = join(folder, 'checkpoint.json');
  return existsSync(path) ? (await readJson(path, CheckpointSchema)).weightsDigest : compute();
}

/** A sample with a bad image fails alone; anything else is a fault of the program. */
function asLabError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  throw error;
}
