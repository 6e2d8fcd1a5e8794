import type { Family } from '../family.ts';

import { paint } from '../paint/paint.ts';
import { palette } from '../paint/palette.ts';

const LAMPS = [palette.red, palette.yellow, palette.green];

/** Traffic light on a post: its three lamps are the front. */
export const trafficLight: Family = {
  name: 'traffic-light',
  front: true,
  room: { stands: 'floor', sizeM: [1.3, 1.8] },
  build: (shape, paints, random) => {
    const post = random.uniform(0.35, 0.8);
    const radius = random.uniform(0.1, 0.13);
    const width = radius * random.uniform(2.6, 3.2);
    const pitch = radius * random.uniform(2.3, 2.6);
    const tall = pitch * 3 + 0.06;
    const depth = random.uniform(0.16, 0.24);
    const base = random.uniform(0.17, 0.24);
    shape.cylinder(base, 0.1, paints.dark, { at: [0, 0.05, 0] }, 0.75);
    shape.cylinder(0.05, post + 0.1, paints.metal, { at: [0, (post + 0.1) / 2, 0] });
    shape.rounded([width, tall, depth], 0.04, paints.main, { at: [0, post + tall / 2, 0] });
    shape.box([width * 1.25, tall * 1.06, 0.02], paints.dark, { at: [0, post + tall / 2, -depth * 0.3] });
    const lit = random.int(0, 3);
    for (const [k, colour] of LAMPS.entries()) {
      const y = post + tall - 0.03 - pitch * (k + 0.5);
      const dim = k === lit ? 0.75 : 0.1;
      shape.disc(radius * 1.1, 0.03, paints.dark, [0, y, depth / 2]);
      shape.ball([radius * 1.8, radius * 1.8, 0.08], paint(colour, { glow: dim, roughness: 0.3 }), {
        at: [0, y, depth / 2 + 0.01],
      });
      shape.ring(radius * 1.06, 0.022, paints.plain, { at: [0, y, depth / 2 + 0.06] }, 180);
      shape.box([radius * 2.1, 0.015, 0.12], paints.dark, { at: [0, y + radius * 1.06, depth / 2 + 0.05] });
    }
    if (random.next() < 0.5)
      shape.ball([width * 0.5, 0.08, depth * 0.7], paints.accent, { at: [0, post + tall + 0.02, 0] });
    else
      shape.rounded([width * 1.05, 0.04, depth * 1.1], 0.015, paints.accent, {
        at: [0, post + tall + 0.015, 0],
      });
    shape.box([0.14, 0.2, 0.1], paints.accent, { at: [0, post * 0.55, 0.07] });
  },
};
