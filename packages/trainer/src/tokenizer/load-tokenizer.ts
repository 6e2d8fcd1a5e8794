/** Hugging Face tokenizer and chat template, loaded from a checkpoint's folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import { Tokenizer as Engine } from '@huggingface/tokenizers';
import type { ChatMessage } from '@parallax/dataset/schema';
import { DataFormatError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';

export interface DecodeOptions {
  /** Leave special tokens out; added tokens that are not special (`<think>`) stay. */
  readonly skipSpecial?: boolean;
}

export interface ChatTemplateOptions {
  /** End with the header of an assistant turn. */
  readonly addGenerationPrompt?: boolean;
  /** Number the pictures ("Picture 1: "), if the template can. */
  readonly addVisionId?: boolean;
}

export interface Tokenizer {
  /** Folder it was loaded from: checkpoints copy its files. */
  readonly folder: string;
  /** Special tokens inside the text are matched; nothing is added in front or behind. */
  encode(text: string): number[];
  /** Ids without a token (padding rows of the embedding) decode to nothing; half a character becomes U+FFFD. */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  applyChatTemplate(messages: readonly ChatMessage[], options?: ChatTemplateOptions): string;
  /** Id of a whole token, or undefined. */
  tokenId(token: string): number | undefined;
  /** Highest id + 1. */
  readonly vocabSize: number;
  readonly imageTokenId: number;
  readonly videoTokenId: number;
  readonly visionStartTokenId: number;
  readonly visionEndTokenId: number;
  /** Generation ends at any of them. */
  readonly eosTokenIds: readonly number[];
  readonly padTokenId: number;
}

const AddedSchema = z.looseObject({ id: z.int(), content: z.string() });
const FileSchema = z.looseObject({
  added_tokens: z.array(AddedSchema).default([]),
  model: z.looseObject({ type: z.literal('BPE'), vocab: z.record(z.string(), z.int()) }),
});
const tokenName = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();
const ConfigSchema = z.looseObject({
  eos_token: tokenName,
  pad_token: tokenName,
  chat_template: z.string().optional(),
});
const GenerationSchema = z.looseObject({ eos_token_id: z.union([z.int(), z.array(z.int())]).nullish() });

/**
 * @throws ConfigError `file-missing`; DataFormatError `wrong-shape`, `token-missing`, `chat-template-missing`,
 *   `chat-template-wrong`
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const path = join(folder, 'tokenizer.json');
  const file = await readJson(path, FileSchema);
  const config = await readJson(join(folder, 'tokenizer_config.json'), ConfigSchema);
  const engine = new Engine(file, config);
  const template = await loadTemplate(folder, config.chat_template);
  const generationPath = join(folder, 'generation_config.json');
  const generation = existsSync(generationPath) ? await readJson(generationPath, GenerationSchema) : null;

  const need = (token: string): number => {
    const id = engine.token_to_id(token);
    if (id !== undefined) return id;
    throw new DataFormatError('token-missing', `${path}: the token ${token} is missing.`, {
      remedy: 'Use the tokenizer of a Qwen2.5-VL checkpoint, or train one with trainTokenizer().',
    });
  };
  const eosName = nameOf(config.eos_token) ?? '<|im_end|>';
  const padName = nameOf(config.pad_token) ?? '<|endoftext|>';
  const ids = [...Object.values(file.model.vocab), ...file.added_tokens.map((token) => token.id)];
  const vocabSize = ids.reduce((highest, id) => Math.max(highest, id), -1) + 1;
  const listed = generation?.eos_token_id;
  const eosTokenIds = listed == null ? [need(eosName), need(padName)] : [listed].flat();
  return {
    folder,
    encode: (text) => (text === '' ? [] : engine.encode(text, { add_special_tokens: false }).ids),
    decode: (tokens, options = {}) => {
      const known = tokens.filter((id) => engine.id_to_token(id) !== undefined);
      if (known.length === 0) return '';
      return engine.decode(known, {
        skip_special_tokens: options.skipSpecial ?? false,
        clean_up_tokenization_spaces: false,
      });
    },
    applyChatTemplate: (messages, options = {}) => render(template, folder, messages, options),
    tokenId: (token) => engine.token_to_id(token),
    vocabSize,
    imageTokenId: need('<|image_pad|>'),
    videoTokenId: need('<|video_pad|>'),
    visionStartTokenId: need('<|vision_start|>'),
    visionEndTokenId: need('<|vision_end|>'),
    eosTokenIds: [...new Set(eosTokenIds)],
    padTokenId: need(padName),
  };
}

function nameOf(token: z.infer<typeof tokenName>): string | undefined {
  return typeof token === 'string' ? token : (token?.content ?? undefined);
}

async function loadTemplate(folder: string, inline: string | undefined): Promise<Template> {
  const path = join(folder, 'chat_template.jinja');
  const text = existsSync(path) ? await readFile(path, 'utf8') : inline;
  if (text === undefined) {
    throw new DataFormatError('chat-template-missing', `${folder} has no chat_template.jinja.`, {
      remedy: 'Copy the file from the checkpoint that the tokenizer belongs to.',
    });
  }
  try {
    return new Template(text);
  } catch (cause) {
    throw wrongTemplate(folder, cause);
  }
}

function render(
  template: Template,
  folder: string,
  messages: readonly ChatMessage[],
  options: ChatTemplateOptions,
): string {
  try {
    return template.render({
      messages,
      add_generation_prompt: options.addGenerationPrompt ?? false,
      add_vision_id: options.addVisionId ?? false,
    });
  } catch (cause) {
    throw wrongTemplate(folder, cause);
  }
}

function wrongTemplate(folder: string, cause: unknown): DataFormatError {
  return new DataFormatError(
    'chat-template-wrong',
    `The chat template in ${folder} cannot be used: ${(cause as Error).message}.`,
    { remedy: 'Copy chat_template.jinja from the checkpoint that the tokenizer belongs to.', cause },
  );
}
