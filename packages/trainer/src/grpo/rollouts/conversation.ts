/**
 * A conversation under way, as tokens. Every turn is appended to the ids that were sampled from and sampled before, and
 * nothing is tokenised again: the update sees exactly the context that each token was drawn in.
 */
import type { ChatMessage } from '@parallax/dataset/schema';
import { DataInvalidError } from '@parallax/lab';
import { IGNORED_LABEL } from '../../batching/collate.ts';
import {
  type EncodedExample,
  type EncodedImages,
  type EncodedPrompt,
  encodeImages,
  encodePrompt,
  expandImageTokens,
} from '../../batching/encode.ts';
import type { Messages } from '../../environments/environment.ts';
import type { ImageProcessorConfig } from '../../images/index.ts';
import type { Sampled } from '../../sampling/sample.ts';
import type { Tokenizer } from '../../tokenizer/index.ts';

export interface Encoders {
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
}

export interface Conversation {
  readonly id: string;
  readonly messages: readonly ChatMessage[];
  readonly encoded: EncodedExample;
}

export function encodeStart(encoders: Encoders, id: string, prompt: Messages): EncodedPrompt {
  return encodePrompt(encoders.tokenizer, encoders.imageProcessor, { id, ...prompt });
}

export function startConversation(id: string, prompt: Messages, encoded: EncodedPrompt): Conversation {
  const labels = new Int32Array(encoded.inputIds.length).fill(IGNORED_LABEL);
  return { id, messages: prompt.messages, encoded: { ...encoded, labels } };
}

/** Adds what the policy said; its tokens, the closing one included, are labels. */
export function addCompletion(conversation: Conversation, sampled: Sampled): Conversation {
  const message: ChatMessage = { role: 'assistant', content: sampled.text };
  const { inputIds, labels } = conversation.encoded;
  const encoded = {
    ...conversation.encoded,
    inputIds: joined(inputIds, sampled.ids),
    labels: joined(labels, sampled.ids),
  };
  return { ...conversation, messages: [...conversation.messages, message], encoded };
}

/**
 * Adds what the environment showed and the header of the policy's next turn.
 * @throws DataInvalidError `template-not-incremental` when the chat template does not only append.
 */
export function addObservation(
  encoders: Encoders,
  conversation: Conversation,
  shown: Messages,
): Conversation {
  const { tokenizer, imageProcessor } = encoders;
  const { id, messages, encoded } = conversation;
  const images = encodeImages(imageProcessor, shown.images);
  const text = (list: readonly ChatMessage[], addGenerationPrompt: boolean): string =>
    tokenizer.applyChatTemplate(list, { addGenerationPrompt });
  const prompt = text(messages.slice(0, -1), true);
  const before = text(messages, false);
  const after = text([...messages, ...shown.messages], true);
  if (!before.startsWith(prompt) || !after.startsWith(before)) {
    throw new DataInvalidError(
      'template-not-incremental',
      `${id}: the chat template rewrites earlier turns.`,
      {
        remedy: 'Use a chat template that only appends, such as Qwen2.5-VL’s own.',
      },
    );
  }
  // What the template writes behind the closing token (a line break) comes before the observation.
  const turn = tokenizer.encode(before.slice(prompt.length));
  const closing = turn.findLastIndex((token) => tokenizer.eosTokenIds.includes(token));
  const ids = [...turn.slice(closing + 1), ...tokenizer.encode(after.slice(before.length))];
  const expanded = expandImageTokens(tokenizer, imageProcessor, id, ids, [...images.gridThw]);
  return {
    id,
    messages: [...messages, ...shown.messages],
    encoded: {
      ...joinedImages(encoded, images),
      inputIds: joined(encoded.inputIds, expanded),
      labels: joined(
        encoded.labels,
        expanded.map(() => IGNORED_LABEL),
      ),
    },
  };
}

function joined(head: Int32Array, tail: readonly number[]): Int32Array {
  const all = new Int32Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

function joinedImages(a: EncodedImages, b: EncodedImages): EncodedImages {
  if (b.pixelValues === null) return a;
  const gridThw = [...a.gridThw, ...b.gridThw];
  if (a.pixelValues === null) return { pixelValues: b.pixelValues, gridThw };
  const pixelValues = new Float32Array(a.pixelValues.length + b.pixelValues.length);
  pixelValues.set(a.pixelValues);
  pixelValues.set(b.pixelValues, a.pixelValues.length);
  return { pixelValues, gridThw };
}
