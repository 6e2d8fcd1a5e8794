/** parallax export-model: a run's model as a Hugging Face folder, in the element type of one's choice. */
import type { Verb } from '@parallax/lab/node';
import { initBackend, modelFolder, openModel } from '@parallax/trainer';
import { exportFolder, parseDtype } from '../folders/export-folder.ts';
import { assertEmpty } from '../folders/write-folder.ts';

interface Flags {
  readonly out: string;
  readonly dtype: string;
}

const verb: Verb = {
  name: 'export-model',
  summary: 'Write the model of a run, checkpoint or model folder as a Hugging Face folder',
  configure: (command) => {
    command
      .argument('<folder>', 'run (its last checkpoint), checkpoint or model folder')
      .requiredOption('--out <folder>', 'folder to write; must not hold anything yet')
      .option('--dtype <type>', 'f32, f16 or bf16', 'f32');
  },
  run: async ([folder = ''], options, context) => {
    // Commander fills these from the declarations above.
    const flags = options as unknown as Flags;
    const dtype = parseDtype(flags.dtype);
    await assertEmpty(flags.out);
    const from = await modelFolder(folder, (message) => context.warn(message));
    await initBackend({ onWarning: (message) => context.warn(message) });
    return exportFolder({ model: await openModel(from), assetsFolder: from, out: flags.out, dtype });
  },
};
export default verb;
