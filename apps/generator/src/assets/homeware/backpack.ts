import type { Family } from '../family.ts';

/** Standing backpack: pockets on the front, straps behind. */
export const backpack: Family = {
  name: 'backpack',
  front: true,
  room: { stands: 'floor', sizeM: [0.42, 0.58] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.6, 0.75);
    const height = random.uniform(0.82, 1);
    const depth = random.uniform(0.3, 0.42);
    const face = depth / 2;
    shape.rounded([width, height * 0.9, depth], depth * 0.42, paints.main, { at: [0, height * 0.45, 0] });
    shape.ball([width * 0.96, height * 0.36, depth * 0.96], paints.plain, { at: [0, height * 0.82, 0] });
    const pocket = height * random.uniform(0.32, 0.46);
    shape.rounded([width * 0.78, pocket, depth * 0.5], 0.09, paints.accent, {
      at: [0, pocket / 2 + 0.05, face],
    });
    shape.box([width * 0.62, 0.025, 0.03], paints.dark, { at: [0, pocket * 0.82, face + depth * 0.24] });
    shape.ball([0.05, 0.06, 0.04], paints.metal, { at: [width * 0.25, pocket * 0.8, face + depth * 0.25] });
    if (random.next() < 0.6)
      shape.rounded([width * 0.6, height * 0.17, 0.08], 0.03, paints.plain, {
        at: [0, height * 0.64, face + 0.01],
      });
    for (const side of [-1, 1]) {
      shape.rod(
        [side * width * 0.25, height * 0.88, -face * 0.9],
        [side * width * 0.32, height * 0.5, -face - 0.14],
        0.04,
        paints.dark,
      );
      shape.rod(
        [side * width * 0.32, height * 0.5, -face - 0.14],
        [side * width * 0.34, 0.08, -face * 0.9],
        0.035,
        paints.dark,
      );
      if (random.next() < 0.7)
        shape.rounded([0.1, height * 0.3, depth * 0.55], 0.04, paints.plain, {
          at: [side * width * 0.52, height * 0.2, 0],
        });
    }
    shape.ring(0.08, 0.025, paints.dark, { at: [0, height * 0.98, -face * 0.3], turn: [20, 0, 0] }, 180);
  },
};
