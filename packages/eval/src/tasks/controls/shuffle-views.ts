/** The views in another order, wording and answer as before: who looks at the order must now be wrong more often. */
import { createRandom } from '@parallax/geometry';
import type { Control } from './control.ts';
import { sameId } from './control.ts';

/** Every sample gets another order than its own, drawn from its id; two views are swapped. One view: left out. */
export const shuffleViews: Control = {
  name: 'shuffle-views',
  meaning:
    'Views in another order, the expected answer unchanged. A score that stays does not use the order.',
  leavesPictures: true,
  leastPictures: 2,
  sourceId: sameId,
  apply: (task) => ({
    samples: async function* () {
      for await (const sample of task.samples()) {
        const count = sample.images.length;
        if (count < shuffleViews.leastPictures) continue;
        yield { ...sample, images: otherOrder(sample.id, count).map((index) => sample.images[index]!) };
      }
    },
  }),
};

/** A uniform draw among all orders but the given one. */
function otherOrder(sampleId: string, count: number): number[] {
  const random = createRandom(`shuffle-views/${sampleId}`);
  const own = Array.from({ length: count }, (_, i) => i);
  for (;;) {
    const order = random.shuffle(own);
    if (order.some((index, i) => index !== i)) return order;
  }
}
