import type { Family } from '../family.ts';

/** Bottle with a cap and a band: the same from all sides. */
export const bottle: Family = {
  name: 'bottle',
  front: false,
  room: { stands: 'surface', sizeM: [0.22, 0.34] },
  build: (shape, paints, random) => {
    const radius = random.uniform(0.13, 0.2);
    const shoulder = random.uniform(0.45, 0.68);
    const neck = radius * random.uniform(0.32, 0.55);
    const taper = random.uniform(0.06, 0.2);
    const waist = random.next() < 0.35 ? 0.86 : 1;
    const base = radius * random.uniform(0.85, 1);
    shape.lathe(
      [
        [0, 0],
        [base, 0],
        [radius, 0.04],
        [radius * waist, shoulder * 0.55],
        [radius, shoulder],
        [radius * 0.8, shoulder + taper * 0.5],
        [neck, shoulder + taper],
        [neck, 0.93],
        [0, 0.94],
      ],
      random.next() < 0.3 ? paints.glass : paints.main,
    );
    const [low, high] = [shoulder * random.uniform(0.15, 0.3), shoulder * random.uniform(0.7, 0.9)];
    shape.lathe(
      [
        [radius * waist + 0.008, low],
        [radius * waist * 1.01 + 0.008, high],
      ],
      paints.accent,
    );
    shape.lathe(
      [
        [radius * 1.0 + 0.013, (low + high) / 2 - 0.05],
        [radius * 1.0 + 0.013, (low + high) / 2 + 0.05],
      ],
      paints.plain,
    );
    shape.cylinder(neck * 1.25, 0.1, paints.plain, { at: [0, 0.95, 0] }, 0.95);
    shape.ring(neck * 1.15, 0.014, paints.metal, { at: [0, 0.89, 0], turn: [90, 0, 0] });
  },
};
