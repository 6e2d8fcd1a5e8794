/** What other rooms use of the model. */
export { parameterCount, parameterShapes } from '../weights/parameter-shapes.ts';
export { type ModelBatch, mropePositions } from './batch.ts';
export { type ModelConfig, modelConfigFile, parseModelConfig, type VisionConfig } from './config.ts';
export { flatName, loadModel, readModelConfig } from './files/load-model.ts';
export { MODEL_WEIGHTS_FILE, saveModel } from './files/save-model.ts';
export { initModel } from './init-model.ts';
export { applyAdapter, type LoraAdapter, type LoraPair, mergeAdapter } from './lora.ts';
export { configForTokenizer, MODEL_SIZES, modelSize, type TokenIds } from './model-size.ts';
export type { Parameters, VisionLanguageModel } from './vision-language-model.ts';
export { inVisionTower } from './vision-names.ts';
