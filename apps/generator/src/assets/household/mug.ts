import type { Family } from '../family.ts';

/** Mug: its handle points to the front, as a potter's drawing has it. */
export const mug: Family = {
  name: 'mug',
  front: true,
  room: { stands: 'surface', sizeM: [0.11, 0.15] },
  build: (shape, paints, random) => {
    const height = random.uniform(0.6, 0.85);
    const foot = random.uniform(0.24, 0.36);
    const rim = foot * random.uniform(0.95, 1.3);
    const wall = 0.035;
    const bulge = (foot + rim) / 2 + random.uniform(-0.02, 0.06);
    const profile = [
      [0, 0],
      [foot, 0],
      [foot + 0.01, 0.03],
      [bulge, height * 0.5],
      [rim, height],
      [rim - wall, height],
      [bulge - wall, height * 0.5],
      [foot - wall, 0.05],
      [0, 0.05],
    ] as const;
    shape.lathe(profile, paints.main);
    shape.cylinder(rim * 0.9 - wall, 0.01, paints.dark, { at: [0, height * 0.84, 0] });
    const reach = random.uniform(0.16, 0.24);
    const tube = random.uniform(0.035, 0.055);
    shape.ring(reach, tube, paints.plain, { at: [0, height * 0.52, bulge - 0.02], turn: [0, -90, 0] });
    const [low, high] = [random.uniform(0.5, 0.62), random.uniform(0.68, 0.85)];
    const at = (share: number): readonly [number, number] => [
      bulge + (rim - bulge) * (2 * share - 1) + 0.008,
      height * share,
    ];
    shape.lathe([at(low), at(high)], paints.accent);
  },
};
