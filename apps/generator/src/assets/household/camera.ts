import type { Family } from '../family.ts';

/** Photo camera on a small stand: the lens is its front. */
export const camera: Family = {
  name: 'camera',
  front: true,
  room: { stands: 'surface', sizeM: [0.13, 0.2] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.7, 0.95);
    const height = random.uniform(0.42, 0.56);
    const depth = random.uniform(0.22, 0.32);
    const lens = height * random.uniform(0.32, 0.42);
    const barrel = random.uniform(0.16, 0.4);
    const x = random.uniform(-0.1, 0.1);
    const y = height / 2;
    shape.rounded([width, height, depth], 0.05, paints.main, { at: [0, y, 0] });
    shape.box([width * 1.01, height * 0.2, depth * 1.02], paints.dark, { at: [0, height * 0.62, 0] });
    shape.disc(lens, barrel, paints.dark, [x, y * 0.95, depth / 2 + barrel / 2]);
    shape.disc(lens * 1.08, 0.05, paints.metal, [x, y * 0.95, depth / 2 + barrel * 0.6]);
    shape.disc(lens * 0.75, 0.02, paints.glass, [x, y * 0.95, depth / 2 + barrel + 0.005]);
    shape.extrude(
      [
        [-0.16, 0],
        [0.16, 0],
        [0.1, 0.13],
        [-0.1, 0.13],
      ],
      depth * 0.9,
      paints.plain,
      { at: [x, height - 0.01, 0] },
      0.01,
    );
    shape.cylinder(0.06, 0.06, paints.metal, { at: [-width * 0.36, height + 0.02, 0] });
    shape.cylinder(0.07, 0.05, paints.dark, { at: [width * 0.36, height + 0.02, 0] });
    shape.rounded([0.12, 0.07, 0.03], 0.01, paints.light, { at: [width * 0.34, height * 0.86, depth / 2] });
    shape.box([width * 0.6, height * 0.55, 0.02], paints.glass, { at: [0, y * 0.9, -depth / 2 - 0.005] });
    if (random.next() < 0.5) {
      shape.rounded([0.16, height * 0.9, 0.1], 0.04, paints.accent, { at: [-width * 0.42, y, depth / 2] });
    }
  },
};
