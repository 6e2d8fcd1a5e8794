/** parallax merge: a PEFT adapter added to its base model for good, as a Hugging Face folder. */
import type { Verb } from '@parallax/lab/node';
import { initBackend, loadAdapter, mergeAdapter, modelFolder, openModel } from '@parallax/trainer';
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
      .argument(
        '<adapter>',
        'folder with adapter_config.json and adapter_model.safetensors, or a run that trained one',
      )
      .requiredOption('--out <folder>', 'folder to write; must not hold anything yet')
      .option('--dtype <type>', 'f32, f16 or bf16', 'f32');
  },
  run: async ([base = '', adapter = ''], options, context) => {
    // Commander fills these from the declarations above.
    const flags = options as unknown as Flags;
    const dtype = parseDtype(flags.dtype);
    await assertEmpty(flags.out);
    const warn = (message: string) => context.warn(message);
    const from = await modelFolder(base, warn);
    const change = await modelFolder(adapter, warn);
    await initBackend({ onWarning: warn });
    const model = await openModel(from);
    mergeAdapter(model, await loadAdapter(change));
    return exportFolder({ model, assetsFolder: from, out: flags.out, dtype });
  },
};
export default verb;
