/** A checkpoint ready to answer: weights, tokenizer, image processor. */
import { LabError } from '@parallax/lab';
import {
  decodeImage,
  decodeRows,
  type EncodedPrompt,
  encodePrompt,
  loadImageProcessor,
  loadModel,
  loadTokenizer,
  modelFolder,
  type RowToken,
} from '@parallax/trainer';
import type { ChatJob, ChatToken, ServedModel, TokenLogprob } from './chat-models.ts';
import type { ModelSource } from './protocol.ts';

export interface ReadyJob {
  readonly job: ChatJob;
  readonly prompt: EncodedPrompt;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  readonly onToken: (token: ChatToken) => void;
}

export interface LoadedModel {
  readonly served: ServedModel;
  /** @throws LabError for a picture or a length that does not fit. */
  prepare(job: ChatJob): Promise<{ prompt: EncodedPrompt; maxTokens: number }>;
  decode(jobs: readonly ReadyJob[], between: () => Promise<void>): Promise<void>;
}

export async function loadChatModel(
  source: ModelSource,
  mostTokens: number,
  onWarning: (message: string) => void,
): Promise<LoadedModel> {
  const folder = await modelFolder(source.folder, onWarning);
  const model = await loadModel(folder);
  const [tokenizer, processor] = await Promise.all([loadTokenizer(folder), loadImageProcessor(folder)]);
  const contextLength = model.config.maxPositions;
  const nameOf = (id: number, logprob: number): TokenLogprob => ({ token: tokenizer.decode([id]), logprob });
  const tokenOf = ({ copy, text, finish, id, ranked }: RowToken): ChatToken => ({
    ...{ copy, text, finish },
    logprob:
      ranked === null
        ? null
        : { ...nameOf(id, ranked.logprob), top: ranked.top.map((one) => nameOf(one.id, one.logprob)) },
  });
  return {
    served: { id: source.id, contextLength, loadedAt: Math.floor(Date.now() / 1000) },
    prepare: async ({ messages, images: bytes, maxTokens }) => {
      const images = await Promise.all(bytes.map((image, i) => decodeImage(image, `image ${i + 1}`)));
      const prompt = encodePrompt(tokenizer, processor, { id: 'the request', messages, images });
      const left = contextLength - prompt.inputIds.length;
      if (left < (maxTokens ?? 1)) {
        throw new LabError(
          'context-length-exceeded',
          `The model reads at most ${contextLength} tokens; the prompt has ${prompt.inputIds.length}, and ` +
            `${maxTokens ?? 'at least 1'} shall follow.`,
          { remedy: 'Shorten the messages, send smaller images, or ask for fewer tokens.' },
        );
      }
      return { prompt, maxTokens: Math.min(maxTokens ?? mostTokens, mostTokens, left) };
    },
    decode: async (jobs, between) => {
      const requests = jobs.map(({ job, prompt, maxTokens, signal, onToken }) => {
        const { n, temperature, topP, topK, seed, stop, topLogprobs } = job;
        return {
          ...{ prompt, n, temperature, topP, topK, seed, stop, signal },
          ...{ maxNewTokens: maxTokens, wantsText: true },
          ...(topLogprobs === null ? {} : { topLogprobs }),
          onToken: (token: RowToken) => onToken(tokenOf(token)),
        };
      });
      await decodeRows(model, tokenizer, requests, { between });
    },
  };
}
