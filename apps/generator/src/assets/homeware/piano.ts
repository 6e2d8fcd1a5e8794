import type { Family } from '../family.ts';

/** Upright piano: keys and music stand are the front. */
export const piano: Family = {
  name: 'piano',
  front: true,
  room: { stands: 'wall', sizeM: [1.4, 1.55], carries: true },
  build: (shape, paints, random) => {
    const width = random.uniform(1.3, 1.5);
    const height = random.uniform(1.05, 1.25);
    const depth = random.uniform(0.3, 0.4);
    const keyY = random.uniform(0.66, 0.74);
    const reach = random.uniform(0.24, 0.3);
    const face = depth / 2;
    shape.rounded([width, height, depth], 0.02, paints.main, { at: [0, height / 2, 0] });
    shape.rounded([width * 1.03, 0.04, depth * 1.12], 0.015, paints.plain, { at: [0, height + 0.01, 0] });
    shape.support(width * 0.9, depth * 0.8);
    shape.box([width, 0.1, reach], paints.main, { at: [0, keyY - 0.06, face + reach / 2] });
    shape.box([width * 0.92, 0.025, reach * 0.6], paints.linen, { at: [0, keyY, face + reach * 0.6] });
    const keys = random.int(18, 26);
    for (let k = 0; k < keys; k++) {
      const x = ((k + 0.5) / keys - 0.5) * width * 0.92;
      if (k % 7 !== 2 && k % 7 !== 6)
        shape.box([(width * 0.4) / keys, 0.04, reach * 0.36], paints.dark, {
          at: [x + (width * 0.46) / keys, keyY + 0.012, face + reach * 0.48],
        });
      else
        shape.box([0.006, 0.028, reach * 0.6], paints.dark, {
          at: [x + (width * 0.46) / keys, keyY, face + reach * 0.6],
        });
    }
    for (const side of [-1, 1]) {
      shape.box([width * 0.04, 0.14, reach], paints.plain, {
        at: [side * width * 0.48, keyY - 0.01, face + reach / 2],
      });
      shape.cylinder(
        0.035,
        keyY - 0.1,
        paints.main,
        { at: [side * width * 0.45, (keyY - 0.1) / 2, face + reach * 0.8] },
        1.3,
      );
    }
    shape.box([width * 0.5, 0.26, 0.02], paints.wood, {
      at: [0, height * 0.84, face + 0.06],
      turn: [-12, 0, 0],
    });
    if (random.next() < 0.6)
      for (const side of [-1, 1])
        shape.box([0.2, 0.26, 0.01], paints.linen, {
          at: [side * 0.11, height * 0.86, face + 0.085],
          turn: [-12, side * -4, 0],
        });
    for (const x of [-0.09, 0, 0.09])
      shape.box([0.04, 0.02, 0.12], paints.metal, { at: [x, 0.06, face + 0.05] });
    shape.box([width * 0.9, keyY * 0.6, 0.02], paints.accent, { at: [0, keyY * 0.42, face] });
  },
};
