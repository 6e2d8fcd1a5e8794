/** `parallax train segmentation`: the vision tower alone, from masks. */
import { loadRecipe } from '@parallax/lab/node';
import {
  modelDigest,
  runSegmentation,
  type SegmentationConfig,
  SegmentationConfigSchema,
} from '@parallax/trainer';
import { describeRun } from '../run-identity.ts';
import { startModel } from '../start-model.ts';
import { labelledPhotos } from './labelled-photos.ts';
import { besideRecipe, type Stage } from './stage.ts';

export const segmentationStage: Stage<SegmentationConfig> = {
  name: 'segmentation',
  load: (recipe, overrides) => loadRecipe(recipe, 'segmentation', SegmentationConfigSchema, overrides),
  plan: null,
  async train({ config, recipe, dataset, runFolder, settings, backend, hooks }) {
    const source = await labelledPhotos(dataset);
    const start = await startModel(config, besideRecipe(recipe, config.tokenizer), runFolder);
    const parent = config.base === null ? null : modelDigest(start.model);
    const run = describeRun(runFolder, settings, parent, backend);
    return runSegmentation({ ...start, ...hooks, config, runFolder, run, source });
  },
};
