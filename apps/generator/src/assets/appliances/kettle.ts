import type { Family } from '../family.ts';

/** Electric kettle: the spout points to the front, the handle is behind. */
export const kettle: Family = {
  name: 'kettle',
  front: true,
  room: { stands: 'surface', sizeM: [0.22, 0.29] },
  build: (shape, paints, random) => {
    const height = random.uniform(0.66, 0.9);
    const foot = random.uniform(0.28, 0.36);
    const neck = foot * random.uniform(0.6, 0.85);
    const bulge = foot * random.uniform(1, 1.1);
    shape.cylinder(foot * 1.05, 0.06, paints.dark, { at: [0, 0.03, 0] });
    shape.lathe(
      [
        [0, 0.07],
        [foot, 0.07],
        [bulge, height * 0.3],
        [neck, height * 0.92],
        [neck * 0.9, height * 0.96],
        [0, height * 0.98],
      ],
      paints.main,
    );
    shape.lathe(
      [
        [foot + 0.012, 0.08],
        [bulge * 0.995 + 0.012, height * 0.16],
      ],
      paints.metal,
    );
    shape.cylinder(neck * 0.86, 0.05, paints.accent, { at: [0, height * 0.985, 0] }, 0.8);
    shape.ball([0.1, 0.08, 0.1], paints.dark, { at: [0, height * 1.04, 0] });
    const lip = height * random.uniform(0.78, 0.9);
    shape.rod([0, lip - 0.2, neck * 0.75], [0, lip + 0.06, neck + 0.16], 0.09, paints.plain, 0.5);
    const [low, high] = [height * 0.26, height * 0.92];
    const back = -bulge - 0.16;
    shape.rod([0, high, -neck * 0.7], [0, high - 0.02, back], 0.045, paints.dark);
    shape.rod([0, high - 0.02, back], [0, low + 0.1, back - 0.02], 0.05, paints.dark);
    shape.rod([0, low + 0.1, back - 0.02], [0, low, -bulge * 0.9], 0.04, paints.dark);
    if (random.next() < 0.6)
      shape.box([0.07, height * 0.4, 0.03], paints.glass, {
        at: [bulge * 0.93, height * 0.42, 0],
        turn: [0, 90, 12],
      });
    shape.box([0.08, 0.05, 0.05], paints.accent, { at: [0, 0.1, -foot - 0.01] });
  },
};
