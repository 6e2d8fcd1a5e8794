/** No pictures: what is left is answered from the wording alone. Questions that have none anyway are left out. */
import type { Control } from './control.ts';
import { sameId } from './control.ts';
import { keepImages } from './keep-images.ts';

export const textOnly: Control = {
  name: 'text-only',
  meaning: 'No pictures. A score above chance is answered from the wording.',
  leavesPictures: false,
  leastPictures: 1,
  sourceId: sameId,
  apply: (task) => ({
    samples: async function* () {
      for await (const sample of task.samples()) {
        if (sample.images.length >= textOnly.leastPictures) yield keepImages(sample, () => false);
      }
    },
  }),
};
