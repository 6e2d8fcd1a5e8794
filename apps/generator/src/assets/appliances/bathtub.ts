import type { Family } from '../family.ts';

/** Free-standing bathtub, its tap at one end: the long open side before it is the front. */
export const bathtub: Family = {
  name: 'bathtub',
  front: false,
  room: { stands: 'wall', sizeM: [1.5, 1.8] },
  build: (shape, paints, random) => {
    const length = random.uniform(1.5, 1.8);
    const width = random.uniform(0.68, 0.8);
    const height = random.uniform(0.48, 0.62);
    const foot = random.uniform(0.04, 0.14);
    const slope = random.uniform(0.82, 0.95);
    const squash = width / length;
    const half = length / 2;
    const outline = [
      [0, foot],
      [half * slope * 0.85, foot],
      [half * slope, foot + 0.08],
      [half * 0.97, height],
      [half, height],
      [half * 0.98, height + 0.02],
      [half * 0.9, height],
      [half * slope * 0.8, foot + 0.14],
      [0, foot + 0.1],
    ] as const;
    shape.lathe(outline, paints.main, { scale: [1, 1, squash] });
    shape.lathe(
      [
        [half * 0.985, height - 0.03],
        [half * 1.005, height + 0.005],
        [half * 0.9, height + 0.01],
      ],
      paints.linen,
      { scale: [1, 1, squash] },
    );
    shape.cylinder(half * 0.8, 0.01, paints.glass, {
      at: [0, height * random.uniform(0.55, 0.78), 0],
      scale: [1, 1, squash],
    });
    for (const sx of [-1, 1])
      for (const sz of [-1, 1])
        shape.ball([0.09, foot * 2 + 0.02, 0.09], paints.metal, {
          at: [sx * half * 0.62, foot * 0.8, sz * width * 0.26],
        });
    const tap = half * 0.86;
    shape.rod([tap, height - 0.05, 0], [tap, height + 0.2, 0], 0.022, paints.metal);
    shape.rod([tap, height + 0.19, 0], [tap - 0.16, height + 0.15, 0], 0.02, paints.metal);
    for (const z of [-1, 1])
      shape.ball([0.06, 0.05, 0.06], paints.accent, { at: [tap, height + 0.06, z * 0.09] });
    if (random.next() < 0.5)
      shape.rounded([0.3, 0.03, width * 1.02], 0.01, paints.wood, { at: [-half * 0.2, height + 0.02, 0] });
  },
};
