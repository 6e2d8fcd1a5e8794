import type { Family } from '../family.ts';

/** Toy house: door, windows and steps on the front. */
export const house: Family = {
  name: 'house',
  front: true,
  build: (shape, paints, random) => {
    const width = random.uniform(0.6, 0.9);
    const depth = random.uniform(0.5, 0.8);
    const wall = random.uniform(0.34, 0.55);
    const rise = random.uniform(0.2, 0.42);
    const eave = random.uniform(0.05, 0.1);
    shape.box([width, wall, depth], paints.main, { at: [0, wall / 2, 0] });
    const along = random.next() < 0.5;
    const span = (along ? width : depth) / 2 + eave;
    const run = (along ? depth : width) + 2 * eave;
    const gable = [
      [-span, 0],
      [span, 0],
      [0, rise],
    ] as const;
    shape.extrude(gable, run, paints.accent, { at: [0, wall, 0], turn: [0, along ? 0 : 90, 0] });
    if (along)
      shape.extrude(
        [
          [-span * 0.72, 0],
          [span * 0.72, 0],
          [0, rise * 0.72],
        ],
        run * 1.005,
        paints.plain,
        { at: [0, wall + 0.01, 0] },
      );
    const door = random.uniform(-0.22, 0.22) * width;
    const face = depth / 2;
    shape.box([0.15, 0.27, 0.03], paints.wood, { at: [door, 0.135, face + 0.01] });
    shape.ball([0.025, 0.025, 0.025], paints.metal, { at: [door + 0.05, 0.13, face + 0.03] });
    shape.box([0.22, 0.04, 0.12], paints.metal, { at: [door, 0.02, face + 0.06] });
    const side = door > 0 ? -1 : 1;
    for (const x of [side * width * 0.3, door + side * 0.24]) {
      if (Math.abs(x) > width / 2 - 0.08 || Math.abs(x - door) < 0.15) continue;
      shape.box([0.14, 0.14, 0.03], paints.light, { at: [x, wall * 0.55, face] });
      shape.box([0.11, 0.11, 0.035], paints.glass, { at: [x, wall * 0.55, face + 0.001] });
    }
    for (const flank of [-1, 1])
      shape.box([0.03, 0.13, 0.2], paints.glass, { at: [(flank * width) / 2, wall * 0.55, 0] });
    const chimney = random.pick([-1, 1]) * width * 0.25;
    shape.box([0.1, rise + 0.12, 0.1], paints.wood, { at: [chimney, wall + rise / 2 + 0.04, -depth * 0.15] });
    if (random.next() < 0.5)
      shape.ball([0.16, 0.2, 0.16], paints.accent, { at: [-door - 0.01, 0.09, face + 0.12] });
  },
};
