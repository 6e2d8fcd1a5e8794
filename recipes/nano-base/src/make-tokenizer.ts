/**
 * Trains the nano tokenizer on the texts of data sets: `node src/make-tokenizer.ts OUT DATASET...`
 * Writes tokenizer.json, tokenizer_config.json, chat_template.jinja and preprocessor_config.json into OUT.
 */
import { join } from 'node:path';
import { openDataset, toConversation } from '@parallax/dataset';
import { writeJson } from '@parallax/lab/node';
import {
  imageProcessorFile,
  imageProcessorFor,
  modelSize,
  trainTokenizer,
  writeTokenizerFiles,
} from '@parallax/trainer';

const [out = '', ...datasets] = process.argv.slice(2);
/** Role names open every turn: one token each. */
const texts: string[] = ['system', 'user', 'assistant'].flatMap((role) => Array<string>(1000).fill(role));
for (const folder of datasets) {
  const dataset = await openDataset(folder);
  for await (const question of dataset.questions({ split: 'train' })) {
    for (const style of ['letter', 'chain'] as const) {
      for (const { content } of toConversation(question, style)) {
        if (typeof content === 'string') texts.push(content);
        else texts.push(...content.flatMap((part) => (part.type === 'text' ? [part.text] : [])));
      }
    }
  }
}
await writeTokenizerFiles(
  trainTokenizer(texts, { vocabSize: 768, systemPrompt: null, digitsPerToken: 2 }),
  out,
);
await writeJson(
  join(out, 'preprocessor_config.json'),
  imageProcessorFile(imageProcessorFor(modelSize('nano').vision)),
);
process.stderr.write(`tokenizer trained on ${texts.length} texts in ${out}\n`);
