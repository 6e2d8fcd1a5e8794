/**
 * Makes the shipped model from a run: `node src/export-model.ts RUN OUT`. Weights become float16 (half the size;
 * trained weights lie well inside its range), tokenizer and processor files are copied.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { initBackend, latestCheckpoint, loadModel, saveModel } from '@parallax/trainer';

const COPIED = ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja', 'preprocessor_config.json'];

const [run = '', out = ''] = process.argv.slice(2);
const found = await latestCheckpoint(run);
if (found === null) {
  throw new ConfigError('no-checkpoint', `${run} has no checkpoint.`, {
    remedy: 'Give the folder of a run.',
  });
}
await initBackend();
await mkdir(out, { recursive: true });
await saveModel(await loadModel(found.folder), out, { dtype: 'float16' });
for (const name of COPIED) await copyFile(join(found.folder, name), join(out, name));
process.stderr.write(`${found.folder} -> ${out}\n`);
