import type { Family } from '../family.ts';

/** Teapot: the spout is its front, the handle its back. */
export const teapot: Family = {
  name: 'teapot',
  front: true,
  room: { stands: 'surface', sizeM: [0.2, 0.28] },
  build: (shape, paints, random) => {
    const radius = random.uniform(0.3, 0.38);
    const height = random.uniform(0.42, 0.62);
    const foot = radius * random.uniform(0.6, 0.8);
    const neck = radius * random.uniform(0.45, 0.65);
    shape.lathe(
      [
        [0, 0],
        [foot, 0],
        [foot, 0.03],
        [radius, height * 0.4],
        [radius * 0.92, height * 0.68],
        [neck, height],
      ],
      paints.main,
    );
    shape.lathe(
      [
        [neck * 1.08, height - 0.01],
        [neck, height + 0.04],
        [neck * 0.4, height + 0.09],
        [0, height + 0.1],
      ],
      paints.accent,
    );
    shape.ball([0.1, 0.1, 0.1], paints.plain, { at: [0, height + 0.13, 0] });
    const tip = radius + random.uniform(0.22, 0.32);
    const rise = random.uniform(0.85, 1.05) * height;
    shape.rod([0, height * 0.32, radius * 0.8], [0, rise * 0.75, tip * 0.86], 0.085, paints.plain, 0.6);
    shape.rod([0, rise * 0.72, tip * 0.84], [0, rise, tip], 0.055, paints.plain, 0.9);
    shape.ring(height * 0.3, 0.042, paints.plain, {
      at: [0, height * 0.5, -radius * 0.92],
      turn: [0, 90, 0],
    });
    const at = (share: number): readonly [number, number] => [
      radius * (1 - (0.08 * (share - 0.4)) / 0.28) + 0.008,
      height * share,
    ];
    shape.lathe([at(0.45), at(0.56)], paints.accent);
  },
};
