import type { Family } from '../family.ts';

/** Refrigerator: doors with handles on the front. */
export const refrigerator: Family = {
  name: 'refrigerator',
  front: true,
  room: { stands: 'wall', sizeM: [1.45, 1.85] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.6, 0.85);
    const depth = random.uniform(0.58, 0.7);
    const height = random.uniform(1.35, 1.85);
    const face = depth / 2;
    shape.rounded([width, height, depth], 0.03, paints.main, { at: [0, height / 2 + 0.02, 0] });
    shape.box([width * 0.92, 0.06, depth * 0.9], paints.dark, { at: [0, 0.03, 0] });
    const split = random.next() < 0.65;
    const cut = height * random.uniform(0.3, 0.62);
    const side = random.pick([-1, 1]);
    const doors = split
      ? ([
          [0.07, cut - 0.01],
          [cut + 0.01, height],
        ] as const)
      : ([[0.07, height]] as const);
    for (const [low, high] of doors) {
      shape.rounded([width * 0.985, high - low, 0.06], 0.025, paints.plain, {
        at: [0, (low + high) / 2, face + 0.03],
      });
      const y = low < cut ? high - 0.16 : low + 0.16;
      const reach = low < cut ? -1 : 1;
      shape.rod(
        [side * width * 0.4, y, face + 0.1],
        [side * width * 0.4, y + reach * Math.min(0.4, (high - low) * 0.5), face + 0.1],
        0.02,
        paints.metal,
      );
      for (const at of [0.02, Math.min(0.38, (high - low) * 0.48)])
        shape.box([0.03, 0.03, 0.06], paints.metal, {
          at: [side * width * 0.4, y + reach * at, face + 0.07],
        });
    }
    if (random.next() < 0.5)
      shape.box([width * 0.24, 0.2, 0.02], paints.dark, {
        at: [-side * width * 0.16, height * 0.78, face + 0.062],
      });
    const magnets = random.int(0, 4);
    for (let k = 0; k < magnets; k++)
      shape.box([0.08, 0.1, 0.01], random.pick([paints.accent, paints.linen]), {
        at: [random.uniform(-0.3, 0.2) * width, height * random.uniform(0.45, 0.7), face + 0.066],
        turn: [0, 0, random.uniform(-15, 15)],
      });
    shape.box([width * 0.2, 0.03, 0.01], paints.metal, { at: [0, height * 0.95, face + 0.063] });
  },
};
