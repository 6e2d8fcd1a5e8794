import type { Family } from '../family.ts';

/** Table clock: the dial is the front. */
export const clock: Family = {
  name: 'clock',
  front: true,
  room: { stands: 'surface', sizeM: [0.26, 0.42] },
  build: (shape, paints, random) => {
    const radius = random.uniform(0.3, 0.42);
    const depth = random.uniform(0.2, 0.34);
    const form = random.pick(['round', 'arched', 'square'] as const);
    const middle = form === 'round' ? radius + 0.1 : radius + 0.12;
    const face = depth / 2;
    if (form === 'round') {
      shape.disc(radius, depth, paints.main, [0, middle, 0]);
      for (const side of [-1, 1])
        shape.rod(
          [side * radius * 0.5, middle - radius * 0.75, 0],
          [side * radius * 0.7, 0, 0],
          0.045,
          paints.metal,
        );
      shape.ball([0.01, 0.01, depth * 0.9], paints.dark, { at: [0, 0.01, 0] });
      if (random.next() < 0.7)
        for (const side of [-1, 1]) {
          shape.ball([0.22, 0.15, 0.2], paints.accent, {
            at: [side * radius * 0.52, middle + radius * 0.98, 0],
            turn: [0, 0, -side * 28],
          });
        }
    } else {
      const width = radius * 2.2;
      shape.rounded([width, middle + (form === 'square' ? radius * 1.1 : 0), depth], 0.04, paints.main, {
        at: [0, (middle + (form === 'square' ? radius * 1.1 : 0)) / 2, 0],
      });
      if (form === 'arched') shape.disc(width / 2, depth, paints.main, [0, middle, 0]);
      shape.rounded([width * 1.12, 0.09, depth * 1.15], 0.02, paints.wood, { at: [0, 0.045, 0] });
    }
    shape.ring(radius * 0.9, 0.035, paints.metal, { at: [0, middle, face] });
    shape.disc(radius * 0.88, 0.03, paints.linen, [0, middle, face]);
    for (let k = 0; k < 12; k++) {
      const angle = (k * Math.PI) / 6;
      const reach = radius * 0.72;
      shape.box([0.03, k % 3 ? 0.06 : 0.11, 0.02], paints.dark, {
        at: [reach * Math.sin(angle), middle + reach * Math.cos(angle), face + 0.015],
        turn: [0, 0, (-angle * 180) / Math.PI],
      });
    }
    for (const [reach, thick] of [
      [0.42, 0.035],
      [0.62, 0.025],
    ] as const) {
      const angle = random.uniform(0, 2 * Math.PI);
      shape.rod(
        [0, middle, face + 0.03],
        [radius * reach * Math.sin(angle), middle + radius * reach * Math.cos(angle), face + 0.03],
        thick,
        paints.dark,
        0.6,
      );
    }
    shape.disc(0.045, 0.05, paints.accent, [0, middle, face + 0.03]);
  },
};
