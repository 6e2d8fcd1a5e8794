/** Adapters that are trained here; `model/lora.ts` reads and applies them. */
export { adapterVariables, type SaveAdapterOptions, saveAdapter } from './adapter-files.ts';
export { basePolicy } from './base-policy.ts';
export { adapterScale, initAdapter } from './init-adapter.ts';
export { targetMatrices } from './target-modules.ts';
