/** parallax train-tokenizer: a small byte-level BPE tokenizer learned from the texts of data sets. */
import { join } from 'node:path';
import { openDataset, toConversation } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import { type Verb, writeJson } from '@parallax/lab/node';
import {
  imageProcessorFile,
  imageProcessorFor,
  modelSize,
  trainTokenizer,
  writeTokenizerFiles,
} from '@parallax/trainer';
import { assertEmpty, writeFolder } from '../folders/write-folder.ts';

interface Flags {
  readonly dataset: readonly string[];
  readonly out: string;
  readonly vocabSize: string;
  readonly digitsPerToken: string;
  readonly systemPrompt: string;
  readonly size: string;
}

const verb: Verb = {
  name: 'train-tokenizer',
  summary: 'Train a tokenizer on the questions, answers and chains of data sets (train split)',
  configure: (command) => {
    command
      .requiredOption('--dataset <folders...>', 'data sets to learn from')
      .requiredOption('--out <folder>', 'folder to write; must not hold anything yet')
      .option('--vocab-size <count>', 'all ids, the 256 bytes and special tokens included', '768')
      .option('--digits-per-token <count>', 'longest run of digits in one token: 1, 2 or 3', '2')
      .option('--system-prompt <text>', 'opens every conversation that has no system turn', 'none')
      .option('--size <name>', 'model size whose image processor goes with it', 'nano');
  },
  run: async (_args, options, context) => {
    // Commander fills these from the declarations above.
    const flags = options as unknown as Flags;
    const digitsPerToken = wholeNumber('--digits-per-token', flags.digitsPerToken);
    if (digitsPerToken !== 1 && digitsPerToken !== 2 && digitsPerToken !== 3) {
      throw wrongNumber('--digits-per-token', flags.digitsPerToken, '1, 2 or 3');
    }
    const vocabSize = wholeNumber('--vocab-size', flags.vocabSize);
    const systemPrompt = flags.systemPrompt === 'none' ? null : flags.systemPrompt;
    const processor = imageProcessorFile(imageProcessorFor(modelSize(flags.size).vision));
    await assertEmpty(flags.out);
    const texts = await textsOf(flags.dataset, context.signal);
    const files = trainTokenizer(texts, { vocabSize, systemPrompt, digitsPerToken });
    await writeFolder(flags.out, async (folder) => {
      await writeTokenizerFiles(files, folder);
      await writeJson(join(folder, 'preprocessor_config.json'), processor);
    });
    return {
      result: { out: flags.out, texts: texts.length, vocabSize, digitsPerToken, systemPrompt },
      text: `${flags.out}\ntokenizer trained on ${texts.length} texts`,
    };
  },
};
export default verb;

async function textsOf(folders: readonly string[], signal: AbortSignal): Promise<string[]> {
  // Role names open every turn: one token each.
  const texts = ['system', 'user', 'assistant'].flatMap((role) => Array<string>(1000).fill(role));
  for (const folder of folders) {
    const dataset = await openDataset(folder);
    for await (const question of dataset.questions({ split: 'train' })) {
      signal.throwIfAborted();
      for (const style of ['letter', 'chain'] as const) {
        for (const { content } of toConversation(question, style)) {
          if (typeof content === 'string') texts.push(content);
          else texts.push(...content.flatMap((part) => (part.type === 'text' ? [part.text] : [])));
        }
      }
    }
  }
  return texts;
}

function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw wrongNumber(flag, text, 'a whole number');
}

function wrongNumber(flag: string, text: string, wanted: string): ConfigError {
  return new ConfigError('option-wrong', `${flag} ${text} is not ${wanted}.`, {
    remedy: `Give ${flag} ${wanted}.`,
  });
}
