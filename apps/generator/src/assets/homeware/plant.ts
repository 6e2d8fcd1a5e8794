import type { Family } from '../family.ts';

import { paint } from '../paint/paint.ts';
import { hex, mix } from '../paint/palette.ts';

const GREENS = ['3f7d35', '2f6a3a', '5d8f3a', '487a52'].map(hex);

/** Pot plant: bush, palm or cactus in a pot; no side of it is the front. */
export const plant: Family = {
  name: 'plant',
  front: false,
  room: { stands: 'floor', sizeM: [0.5, 1.1] },
  build: (shape, paints, random) => {
    const pot = random.uniform(0.2, 0.3);
    const height = random.uniform(0.28, 0.42);
    const foot = pot * random.uniform(0.65, 0.95);
    const leaf = paint(random.pick(GREENS), { roughness: 0.6 });
    const pale = paint(mix(leaf.colour, [1, 1, 0.8], 0.2), { roughness: 0.6 });
    shape.lathe(
      [
        [0, 0],
        [foot, 0],
        [pot * 0.98, height],
        [pot, height],
        [pot * 1.08, height],
        [pot * 1.08, height + 0.05],
        [pot * 0.95, height + 0.05],
        [pot * 0.9, height * 0.9],
        [0, height * 0.9],
      ],
      paints.main,
    );
    shape.cylinder(foot * 1.3, 0.03, paints.accent, { at: [0, 0.015, 0] });
    const form = random.pick(['bush', 'palm', 'cactus'] as const);
    if (form === 'cactus') {
      const tall = random.uniform(0.4, 0.7);
      shape.capsule(0.13, tall, leaf, { at: [0, height + tall / 2, 0] });
      for (const side of random.next() < 0.5 ? [-1, 1] : [1]) {
        const y = height + tall * random.uniform(0.35, 0.6);
        shape.capsule(0.07, 0.14, leaf, { at: [side * 0.19, y, 0], turn: [0, 0, 90] });
        shape.capsule(0.07, 0.2, leaf, { at: [side * 0.27, y + 0.13, 0] });
      }
      shape.ball([0.1, 0.08, 0.1], paints.accent, { at: [0, height + tall + 0.12, 0] });
      return;
    }
    const leaves = random.int(9, 18);
    const rise = random.uniform(0.3, 0.6);
    for (let k = 0; k < leaves; k++) {
      const angle = k * 2.4 + random.uniform(-0.2, 0.2);
      const lift = random.uniform(20, 75);
      const reach = random.uniform(0.22, 0.4);
      const [s, c] = [Math.sin(angle), Math.cos(angle)];
      const rad = (lift * Math.PI) / 180;
      const from = height + (form === 'palm' ? rise : random.uniform(0, rise));
      const out = reach * Math.cos(rad);
      const up = reach * Math.sin(rad) * (form === 'palm' ? 0.5 : 1);
      shape.rod([0, from - 0.02, 0], [s * out * 0.5, from + up * 0.5, c * out * 0.5], 0.018, pale);
      shape.ball([0.15, 0.035, reach * 1.05], k % 3 ? leaf : pale, {
        at: [s * out * 0.8, from + up * 0.8, c * out * 0.8],
        turn: [form === 'palm' ? 18 : -lift * 0.8, (angle * 180) / Math.PI, 0],
      });
    }
    shape.rod(
      [0, height * 0.9, 0],
      [0, height + rise + 0.04, 0],
      form === 'palm' ? 0.05 : 0.03,
      paints.wood,
      0.7,
    );
  },
};
