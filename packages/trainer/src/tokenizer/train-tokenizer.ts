/** Trains a small byte-level BPE tokenizer in the format of Qwen2.5-VL's, for models that start from scratch. */
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { canonicalJson, writeFileAtomic } from '@parallax/lab/node';
import { byteAlphabet } from './byte-alphabet.ts';
import { chatTemplate } from './chat-template.ts';
import { learnMerges } from './learn-merges.ts';

export interface TrainTokenizerOptions {
  /** All ids, the 256 bytes and the special tokens included. */
  readonly vocabSize: number;
  /** Opens conversations without a system turn; default as in Qwen2.5-VL, null = none (shorter prompts). */
  readonly systemPrompt?: string | null;
  /** Longest run of digits that one token may hold: 1 as in Qwen2 (default), up to 3 as in Llama 3. */
  readonly digitsPerToken?: 1 | 2 | 3;
}

/** File name -> content. */
export type TokenizerFiles = Readonly<Record<string, string>>;

/** Control tokens: left out of decoded text on request. */
const SPECIAL_TOKENS = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|vision_start|>',
  '<|vision_end|>',
  '<|image_pad|>',
  '<|video_pad|>',
];

/** Single tokens that stay in decoded text, because rewards parse them. */
const PLAIN_TOKENS = ['<think>', '</think>', '<answer>', '</answer>'];

/** The split of Qwen2's pre-tokenizer: contractions, words with one leading mark, digits, marks, spaces. */
function splitPattern(digits: number): string {
  const number = digits === 1 ? '\\p{N}' : `\\p{N}{1,${digits}}`;
  return `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${number}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
}

/**
 * @param texts what the model will read and write (the special tokens in it are not learned from)
 * @returns tokenizer.json, tokenizer_config.json, chat_template.jinja; fewer ids than asked for when the texts hold
 *   fewer repeated pairs
 * @throws ConfigError `vocabulary-too-small`
 */
export function trainTokenizer(texts: Iterable<string>, options: TrainTokenizerOptions): TokenizerFiles {
  const added = [...SPECIAL_TOKENS, ...PLAIN_TOKENS];
  const size = options.vocabSize - added.length;
  if (size < 256) {
    const least = 256 + added.length;
    throw new ConfigError(
      'vocabulary-too-small',
      `A vocabulary of ${options.vocabSize} cannot hold all bytes.`,
      {
        remedy: `Choose a vocabulary of at least ${least}.`,
      },
    );
  }
  const bytes = byteAlphabet();
  // Sorted by character, as in published vocabularies.
  const alphabet = [...bytes].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const pattern = splitPattern(options.digitsPerToken ?? 1);
  const { symbols, merges } = learnMerges(countWords(texts, added, bytes, pattern), alphabet, size);
  const addedTokens = added.map((content, index) => ({
    id: symbols.length + index,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: index < SPECIAL_TOKENS.length,
  }));
  const systemPrompt =
    options.systemPrompt === undefined ? 'You are a helpful assistant.' : options.systemPrompt;
  return {
    'tokenizer.json': `${JSON.stringify(tokenizerFile(symbols, merges, addedTokens, pattern), null, 1)}\n`,
    'tokenizer_config.json': canonicalJson(configFile(addedTokens)),
    'chat_template.jinja': chatTemplate(systemPrompt),
  };
}

/** Writes the files of trainTokenizer() into a folder. */
export async function writeTokenizerFiles(files: TokenizerFiles, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFileAtomic(join(folder, name), content);
}

function countWords(
  texts: Iterable<string>,
  added: readonly string[],
  bytes: readonly string[],
  pattern: string,
): Map<string, number> {
  const escaped = added.map((token) => token.replace(/[|\\{}()[\]^$+*?.]/g, '\\$&'));
  const breaks = new RegExp(escaped.join('|'), 'u');
  // JavaScript spells the case-insensitive group the same way (ES2025 modifiers).
  const words = new RegExp(pattern, 'gu');
  const encoder = new TextEncoder();
  const raw = new Map<string, number>();
  for (const text of texts) {
    for (const piece of text.normalize('NFC').split(breaks)) {
      for (const word of piece.match(words) ?? []) raw.set(word, (raw.get(word) ?? 0) + 1);
    }
  }
  const counts = new Map<string, number>();
  for (const [word, count] of raw) {
    counts.set(Array.from(encoder.encode(word), (byte) => bytes[byte]).join(''), count);
  }
  return counts;
}

function tokenizerFile(
  symbols: readonly string[],
  merges: readonly [string, string][],
  addedTokens: readonly object[],
  pattern: string,
): object {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
        byteLevel,
      ],
    },
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(symbols.map((symbol, index) => [symbol, index])),
      merges,
    },
  };
}

function configFile(addedTokens: readonly { readonly id: number; readonly content: string }[]): object {
  return {
    tokenizer_class: 'Qwen2Tokenizer',
    add_bos_token: false,
    add_prefix_space: false,
    added_tokens_decoder: Object.fromEntries(addedTokens.map(({ id, ...token }) => [id, token])),
    additional_special_tokens: SPECIAL_TOKENS.slice(1),
    bos_token: null,
    eos_token: '<|im_end|>',
    pad_token: '<|endoftext|>',
    unk_token: null,
    clean_up_tokenization_spaces: false,
    split_special_tokens: false,
    errors: 'replace',
    model_max_length: 32_768,
  };
}
