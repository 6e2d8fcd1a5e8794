/** A streamed answer, from a server that streams whether asked or not: the deltas put together as one reply. */
import { z } from 'zod';
import type { ChatReply } from './chat-reply.ts';

const ChunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: z.int().nullish(), completion_tokens: z.int().nullish() }).nullish(),
});

/** Null when it is not whole: neither `[DONE]` nor a finish reason came, or an event is no chunk of a completion. */
export function readChatStream(body: string): ChatReply | null {
  let text = '';
  let finishReason: string | null = null;
  let usage: z.infer<typeof ChunkSchema>['usage'];
  let done = false;
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (!line.startsWith('data:')) continue;
    const data = line.slice('data:'.length).trim();
    if (data === '[DONE]') {
      done = true;
      break;
    }
    const chunk = chunkOf(data);
    if (chunk === null) return null;
    const choice = chunk.choices?.[0];
    text += choice?.delta?.content ?? '';
    finishReason = choice?.finish_reason ?? finishReason;
    usage = chunk.usage ?? usage;
  }
  if (!done && finishReason === null) return null;
  return {
    text,
    finishReason,
    promptTokens: usage?.prompt_tokens ?? null,
    completionTokens: usage?.completion_tokens ?? null,
  };
}

function chunkOf(data: string): z.infer<typeof ChunkSchema> | null {
  try {
    return ChunkSchema.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}
