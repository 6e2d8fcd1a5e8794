import type { Family } from '../family.ts';

/** Sailing boat or motor boat on its keel; the bow is its front. */
export const boat: Family = {
  name: 'boat',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(0.85, 1.1);
    const beam = random.uniform(0.32, 0.42);
    const depth = random.uniform(0.16, 0.22);
    const [stern, bow] = [-length / 2, length / 2];
    const hull = [
      [-beam / 2, stern],
      [beam / 2, stern],
      [beam / 2, length * 0.08],
      [beam * 0.3, length * 0.3],
      [0, bow],
      [-beam * 0.3, length * 0.3],
      [-beam / 2, length * 0.08],
    ] as const;
    const inner = hull.map(([x, z]) => [x * 0.84, z * 0.88] as const);
    const lying = [90, 0, 0] as const;
    shape.extrude(hull, depth, paints.main, { at: [0, depth / 2 + 0.05, 0], turn: lying }, 0.02);
    shape.extrude(inner, 0.03, paints.wood, { at: [0, depth + 0.06, 0], turn: lying });
    shape.extrude(
      inner.map(([x, z]) => [x * 0.85, z * 0.9] as const),
      0.06,
      paints.dark,
      { at: [0, 0.03, 0], turn: lying },
    );
    if (random.next() < 0.55) {
      const mast = random.uniform(0.75, 1);
      const deck = depth + 0.06;
      shape.rod([0, deck, 0.08], [0, deck + mast, 0.08], 0.018, paints.wood);
      shape.extrude(
        [
          [0.04, 0.08],
          [0.04, mast * 0.95],
          [-length * 0.46, 0.1],
        ],
        0.02,
        paints.accent,
        { at: [0, deck, 0.04], turn: [0, -90, 0] },
      );
      shape.extrude(
        [
          [0, 0.08],
          [0, mast * 0.75],
          [length * 0.34, 0.05],
        ],
        0.02,
        paints.light,
        { at: [0, deck, 0.12], turn: [0, -90, 0] },
      );
      shape.rod([0, deck + 0.09, 0.08], [0, deck + 0.1, -length * 0.42], 0.013, paints.wood);
    } else {
      const height = random.uniform(0.18, 0.28);
      const cabinZ = random.uniform(-0.12, 0.02);
      shape.rounded([beam * 0.66, height, length * 0.36], 0.03, paints.accent, {
        at: [0, depth + height / 2 + 0.06, cabinZ],
      });
      shape.box([beam * 0.56, height * 0.45, 0.03], paints.glass, {
        at: [0, depth + height * 0.65 + 0.06, cabinZ + length * 0.18],
      });
      for (const side of [-1, 1])
        shape.box([0.02, height * 0.4, length * 0.24], paints.glass, {
          at: [side * beam * 0.33, depth + height * 0.65 + 0.06, cabinZ],
        });
      shape.cylinder(0.05, 0.2, paints.plain, { at: [0, depth + height + 0.12, cabinZ - 0.08] });
      shape.cylinder(0.054, 0.05, paints.dark, { at: [0, depth + height + 0.22, cabinZ - 0.08] });
      shape.rounded([0.12, 0.2, 0.1], 0.02, paints.dark, { at: [0, depth + 0.04, stern - 0.03] });
    }
  },
};
