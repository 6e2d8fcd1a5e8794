/** Text to token ids and back. */
export {
  type ChatTemplateOptions,
  type DecodeOptions,
  loadTokenizer,
  type Tokenizer,
} from './load-tokenizer.ts';
export {
  type TokenizerFiles,
  type TrainTokenizerOptions,
  trainTokenizer,
  writeTokenizerFiles,
} from './train-tokenizer.ts';
