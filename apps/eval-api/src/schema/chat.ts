/** The chat-completions protocol, as far as it is served. Numbers have the bounds of the published interface. */
import { z } from 'zod';

const MAX_CHOICES = 32;

const TextPart = z.object({ type: z.literal('text'), text: z.string() });
const ImagePart = z.object({
  type: z.literal('image_url'),
  image_url: z.object({
    /** data:image/png;base64,... */
    url: z.string(),
    /** Taken and not used: the model's own processor chooses the size. */
    detail: z.string().optional(),
  }),
});

export const ChatTurnSchema = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), z.array(z.union([TextPart, ImagePart])).max(1000)]).nullish(),
  name: z.string().nullish(),
});
export type ChatTurn = z.infer<typeof ChatTurnSchema>;

/** Refused rather than left out: the answer would not be what was asked for. */
const refused = (what: string) => z.null(`${what} is not served`).optional();
const zero = (what: string) => z.literal(0, `${what} is not served`).nullish();

export const ChatRequestSchema = z.object({
  model: z.string().min(1).max(500),
  messages: z.array(ChatTurnSchema).min(1).max(1000),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.int().min(1).max(MAX_CHOICES).nullish(),
  max_tokens: z.int().min(1).max(1_000_000).nullish(),
  max_completion_tokens: z.int().min(1).max(1_000_000).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  /** Not of the published interface; other servers know it as well. 0 or -1 = no limit. */
  top_k: z.int().min(-1).max(1_000_000).nullish(),
  stop: z.union([z.string(), z.array(z.string().max(1000)).max(16)]).nullish(),
  seed: z.int().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  frequency_penalty: zero('frequency_penalty'),
  presence_penalty: zero('presence_penalty'),
  logit_bias: z.strictObject({}, 'logit_bias is not served').nullish(),
  tools: z.array(z.unknown()).max(0, 'tools are not served').nullish(),
  functions: refused('functions'),
  audio: refused('audio'),
  response_format: z
    .object({ type: z.literal('text', 'only response_format {"type": "text"} is served') })
    .nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequestSchema>;

const TokenLogprobSchema = z.object({
  token: z.string(),
  logprob: z.number(),
  /** null for a token that is part of a character. */
  bytes: z.array(z.int()).nullable(),
});
export const ChoiceLogprobsSchema = z.object({
  content: z.array(TokenLogprobSchema.extend({ top_logprobs: z.array(TokenLogprobSchema) })),
  refusal: z.null(),
});
export type ChoiceLogprobs = z.infer<typeof ChoiceLogprobsSchema>;

const FinishReasonSchema = z.enum(['stop', 'length']);
export const UsageSchema = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});
export type Usage = z.infer<typeof UsageSchema>;

const answerFields = {
  id: z.string(),
  /** Seconds since 1970. */
  created: z.int(),
  model: z.string(),
};

export const ChatCompletionSchema = z.object({
  ...answerFields,
  object: z.literal('chat.completion'),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: ChoiceLogprobsSchema.nullable(),
      finish_reason: FinishReasonSchema,
    }),
  ),
  usage: UsageSchema,
});
export type ChatCompletion = z.infer<typeof ChatCompletionSchema>;

/** One `data:` line of a stream; the last one is "[DONE]". */
export const ChatChunkSchema = z.object({
  ...answerFields,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.object({
      index: z.int(),
      delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
      logprobs: ChoiceLogprobsSchema.nullable(),
      finish_reason: FinishReasonSchema.nullable(),
    }),
  ),
  /** In the last chunk, with stream_options.include_usage. */
  usage: UsageSchema.nullable().optional(),
});
export type ChatChunk = z.infer<typeof ChatChunkSchema>;

export const ModelEntrySchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
  /** Longest prompt and completion together, tokens. */
  max_model_len: z.int(),
});
export const ModelListSchema = z.object({ object: z.literal('list'), data: z.array(ModelEntrySchema) });
