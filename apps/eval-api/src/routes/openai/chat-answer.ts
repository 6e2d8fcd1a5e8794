/** What a model says, as a completion or as chunks of the chat-completions protocol. */
import { randomUUID } from 'node:crypto';
import type { ChatEvent, ChatJob, ChatToken, TokenLogprob } from '../../models/chat-models.ts';
import type { ChatChunk, ChatCompletion, ChoiceLogprobs, Usage } from '../../schema.ts';

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export function answerHead(job: ChatJob): Head {
  return { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: job.model };
}

/** Reads all events; a completion is whole or an error. */
export async function completionOf(
  head: Head,
  job: ChatJob,
  events: AsyncIterable<ChatEvent>,
): Promise<ChatCompletion> {
  const choices = Array.from({ length: job.n }, () => ({ tokens: [] as ChatToken[] }));
  let promptTokens = 0;
  for await (const event of events) {
    if (event.type === 'start') promptTokens = event.promptTokens;
    else for (const token of event.tokens) choices[token.copy]!.tokens.push(token);
  }
  return {
    ...head,
    object: 'chat.completion',
    choices: choices.map(({ tokens }, index) => ({
      index,
      message: { role: 'assistant', content: tokens.map(({ text }) => text).join(''), refusal: null },
      logprobs: logprobsOf(tokens, job),
      finish_reason: tokens.at(-1)?.finish ?? 'length',
    })),
    usage: usageOf(
      promptTokens,
      choices.reduce((sum, { tokens }) => sum + tokens.length, 0),
    ),
  };
}

/** @param includeUsage a last chunk without choices tells the counts; until then `usage` is null. */
export async function* chunksOf(
  head: Head,
  job: ChatJob,
  events: AsyncIterable<ChatEvent>,
  includeUsage: boolean,
): AsyncGenerator<ChatChunk> {
  const chunk = (choices: ChatChunk['choices'], usage: Usage | null = null): ChatChunk => ({
    ...head,
    object: 'chat.completion.chunk',
    choices,
    ...(includeUsage ? { usage } : {}),
  });
  let promptTokens = 0;
  let completionTokens = 0;
  for await (const event of events) {
    if (event.type === 'start') {
      promptTokens = event.promptTokens;
      for (let index = 0; index < job.n; index++) {
        yield chunk([
          { index, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null },
        ]);
      }
      continue;
    }
    for (const token of event.tokens) {
      completionTokens++;
      const index = token.copy;
      const logprobs = logprobsOf([token], job);
      // Half a character, or what may become a stop string, comes with a later token.
      if (token.text !== '' || logprobs !== null) {
        yield chunk([{ index, delta: { content: token.text }, logprobs, finish_reason: null }]);
      }
      if (token.finish !== null)
        yield chunk([{ index, delta: {}, logprobs: null, finish_reason: token.finish }]);
    }
  }
  if (includeUsage) yield chunk([], usageOf(promptTokens, completionTokens));
}

function logprobsOf(tokens: readonly ChatToken[], job: ChatJob): ChoiceLogprobs | null {
  if (job.topLogprobs === null) return null;
  const content = tokens.flatMap(({ logprob }) =>
    logprob === null ? [] : [{ ...withBytes(logprob), top_logprobs: logprob.top.map(withBytes) }],
  );
  return { content, refusal: null };
}

/** JSON knows no infinity: a token that cannot come has the least number that clients of this protocol expect. */
const LEAST_LOGPROB = -9999;

function withBytes({ token, logprob }: TokenLogprob) {
  const bytes = token.includes('\uFFFD') ? null : [...new TextEncoder().encode(token)];
  return { token, logprob: Math.max(logprob, LEAST_LOGPROB), bytes };
}

function usageOf(promptTokens: number, completionTokens: number): Usage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
