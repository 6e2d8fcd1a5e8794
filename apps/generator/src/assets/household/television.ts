import type { Family } from '../family.ts';

/** Old television set with feet, knobs and aerial: the screen is its front. */
export const television: Family = {
  name: 'television',
  front: true,
  room: { stands: 'surface', sizeM: [0.6, 1.0] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.75, 0.95);
    const height = random.uniform(0.5, 0.66);
    const depth = random.uniform(0.3, 0.5);
    const foot = random.uniform(0.06, 0.3);
    const y = foot + height / 2;
    const panel = random.pick([-1, 1]);
    shape.rounded([width, height, depth], 0.06, paints.main, { at: [0, y, 0] });
    const screen = -panel * width * 0.11;
    shape.rounded([width * 0.68, height * 0.8, 0.05], 0.02, paints.dark, {
      at: [screen, y, depth / 2 - 0.005],
    });
    shape.rounded([width * 0.6, height * 0.68, 0.05], 0.02, paints.glass, {
      at: [screen, y, depth / 2 + 0.008],
    });
    const knobX = panel * width * 0.36;
    for (const [k, knob] of [paints.light, paints.metal, paints.accent].entries()) {
      shape.disc(0.045 - 0.005 * k, 0.06, knob, [knobX, y + height * (0.26 - 0.2 * k), depth / 2 + 0.01]);
    }
    shape.rounded([width * 0.6, height * 0.6, depth * 0.35], 0.05, paints.dark, {
      at: [0, y, -depth * 0.52],
    });
    for (const side of [-1, 1]) {
      for (const z of [-1, 1]) {
        shape.rod(
          [side * width * 0.4, 0, z * depth * 0.36],
          [side * width * 0.34, foot + 0.02, z * depth * 0.3],
          0.022,
          paints.wood,
        );
      }
      if (foot < 0.2)
        shape.rod(
          [0, y + height / 2, -0.05],
          [side * 0.22, y + height / 2 + 0.3, -0.05],
          0.011,
          paints.metal,
        );
    }
  },
};
