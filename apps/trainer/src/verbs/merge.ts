/** parallax merge: a PEFT adapter added to its base model for good, as a Hugging Face folder. */
import type { Verb } from '@parallax/lab/node';
import { initBackend, loadAdapter, loadModel, mergeAdapter, modelFolder } from '@parallax/trainer';
import { exportFolder, parseDtype } from '../folders/export-folder.ts';
import { assertEmpty } from '../folders/write-folder.ts';

interface Flags {
  readonly out: string;
  readonly dtype: string;
}

const verb: Verb = {
  name: 'merge',
  summary: 'Merge a PEFT adapter into its base model and write a Hugging Face folder',
  configure: (command) => {
    command
      .argument('<base>', 'run, checkpoint or model folder that the adapter was trained on')
      .argument('<adapter>', 'folder with adapter_config.json and adapter_model.safetensors')
      .requiredOption('--out <folder>', 'folder to write; must not hold anything yet')
      .option('--dtype <type>', 'f32, f16 or bf16', 'f32');
  },
  run: async ([base = '', adapter = ''], options, context) => {
    // Commander fills these from the declarations above.
    const flags = options as unknown as Flags;
    const dtype = parseDtype(flags.dtype);
    await assertEmpty(flags.out);
    const from = await modelFolder(base, (message) => context.warn(message));
    await initBackend({ onWarning: (message) => context.warn(message) });
    const model = await loadModel(from);
    mergeAdapter(model, await loadAdapter(adapter));
    return exportFolder({ model, assetsFolder: from, out: flags.out, dtype });
  },
};
export default verb;
