/** Adapters: new ones, their files, models with one; `model/lora.ts` applies them. */
export {
  ADAPTER_CONFIG_FILE,
  ADAPTER_WEIGHTS_FILE,
  adapterVariables,
  type SaveAdapterOptions,
  saveAdapter,
} from './adapter-files.ts';
export { basePolicy } from './base-policy.ts';
export { adapterScale, initAdapter } from './init-adapter.ts';
export { loadAdapter } from './load-adapter.ts';
export { openModel } from './open-model.ts';
export { targetMatrices } from './target-modules.ts';
