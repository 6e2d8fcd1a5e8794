/** One picture less: a question about several views should become harder. */
import { createRandom } from '@parallax/geometry';
import type { Control } from './control.ts';
import { sameId } from './control.ts';
import { keepImages } from './keep-images.ts';

/** Which view goes is drawn from the sample's id, so it is the same in every run. Samples with one view are left out. */
export const dropView: Control = {
  name: 'drop-view',
  meaning: 'One view of several is missing. A score that stays needed only one.',
  leavesPictures: true,
  leastPictures: 2,
  sourceId: sameId,
  apply: (task) => ({
    samples: async function* () {
      for await (const sample of task.samples()) {
        if (sample.images.length < dropView.leastPictures) continue;
        const dropped = createRandom(`drop-view/${sample.id}`).int(0, sample.images.length);
        yield keepImages(sample, (index) => index !== dropped);
      }
    },
  }),
};
