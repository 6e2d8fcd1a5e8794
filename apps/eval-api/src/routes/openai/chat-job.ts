/** From a request of the chat-completions protocol to what the model is asked. */
import { randomInt } from 'node:crypto';
import type { ChatMessage } from '@parallax/dataset/schema';
import { readDataUrl } from '../../http/data-url.ts';
import { ProblemError } from '../../http/problem.ts';
import type { ChatJob } from '../../models/chat-models.ts';
import type { ChatRequest, ChatTurn } from '../../schema.ts';

const WORD = 2 ** 32;

export interface ChatJobLimits {
  /** Pixels of one picture. */
  readonly maxImagePixels: number;
  /** Pictures of one request. */
  readonly maxImages: number;
}

/** @throws ProblemError 400 or 413, naming the field. */
export async function chatJobOf(request: ChatRequest, limits: ChatJobLimits): Promise<ChatJob> {
  const images: Uint8Array[] = [];
  const messages: ChatMessage[] = [];
  for (const [i, turn] of request.messages.entries()) {
    messages.push(await messageOf(turn, `messages.${i}`, images, limits));
  }
  const wantsLogprobs = request.logprobs === true;
  if (!wantsLogprobs && (request.top_logprobs ?? 0) > 0) {
    throw new ProblemError(400, 'invalid-request', 'top_logprobs needs logprobs: true.', undefined, {
      param: 'top_logprobs',
    });
  }
  const seed = request.seed ?? randomInt(WORD);
  const { stop } = request;
  return {
    ...{ model: request.model, messages, images },
    n: request.n ?? 1,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    temperature: request.temperature ?? 1,
    topP: request.top_p ?? 1,
    topK: Math.max(0, request.top_k ?? 0),
    // Two 32-bit words; every seed of JavaScript's whole numbers is one of its own.
    seed: [seed % WORD, Math.floor(seed / WORD)],
    stop: (stop == null ? [] : [stop].flat()).filter((word) => word !== ''),
    topLogprobs: wantsLogprobs ? (request.top_logprobs ?? 0) : null,
  };
}

async function messageOf(
  { role, content }: ChatTurn,
  where: string,
  images: Uint8Array[],
  limits: ChatJobLimits,
): Promise<ChatMessage> {
  const own = role === 'developer' ? 'system' : role;
  if (content == null || typeof content === 'string') return { role: own, content: content ?? '' };
  const parts: Exclude<ChatMessage['content'], string> = [];
  for (const [j, part] of content.entries()) {
    if (part.type === 'text') {
      parts.push({ type: 'text', text: part.text });
      continue;
    }
    const param = `${where}.content.${j}`;
    if (images.length >= limits.maxImages) {
      const detail = `A request may hold ${limits.maxImages} pictures.`;
      throw new ProblemError(400, 'too-many-images', detail, undefined, { param });
    }
    images.push(await readDataUrl(part.image_url.url, limits.maxImagePixels, param));
    parts.push({ type: 'image' });
  }
  return { role: own, content: parts };
}
