import type { Family } from '../family.ts';

/** Stool or low side table: round or square seat on three or four legs, the same from all sides. */
export const stool: Family = {
  name: 'stool',
  front: false,
  room: { stands: 'floor', sizeM: [0.45, 0.75], carries: true },
  build: (shape, paints, random) => {
    const radius = random.uniform(0.18, 0.25);
    const height = random.uniform(0.42, 0.75);
    const thick = random.uniform(0.05, 0.1);
    const legs = random.pick([paints.wood, paints.metal, paints.dark]);
    const count = random.int(3, 5);
    const splay = random.uniform(1, 1.35);
    const square = random.next() < 0.35;
    if (square)
      shape.rounded([radius * 1.8, thick, radius * 1.8], 0.03, paints.main, {
        at: [0, height - thick / 2, 0],
      });
    else shape.cylinder(radius, thick, paints.main, { at: [0, height - thick / 2, 0] }, 0.96, 32);
    shape.support(radius * 1.25, radius * 1.25);
    for (let k = 0; k < count; k++) {
      const angle = ((k + 0.5) * 2 * Math.PI) / count;
      const [x, z] = [Math.sin(angle), Math.cos(angle)];
      const near = radius * (square ? 0.95 : 0.78);
      shape.rod(
        [x * near * splay, 0, z * near * splay],
        [x * near, height - thick, z * near],
        0.024,
        legs,
        1.2,
      );
    }
    const ringY = height * random.uniform(0.25, 0.5);
    const reach = radius * 0.78 * (splay + (1 - splay) * (ringY / height));
    shape.ring(reach, 0.014, random.next() < 0.5 ? legs : paints.accent, {
      at: [0, ringY, 0],
      turn: [90, 0, 0],
    });
    if (!square && random.next() < 0.5)
      shape.ring(radius * 0.99, 0.016, paints.accent, { at: [0, height - thick / 2, 0], turn: [90, 0, 0] });
  },
};
