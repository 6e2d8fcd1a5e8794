import type { Family } from '../family.ts';

/** Jointed desk lamp: the head points forward. */
export const lamp: Family = {
  name: 'lamp',
  front: true,
  room: { stands: 'surface', sizeM: [0.4, 0.6] },
  build: (shape, paints, random) => {
    const base = random.uniform(0.2, 0.27);
    const lower = random.uniform(0.35, 0.5);
    const upper = random.uniform(0.35, 0.5);
    const lean = random.uniform(0.1, 0.3);
    const reach = random.uniform(0.25, 0.4);
    const bar = random.pick([paints.metal, paints.dark]);
    shape.cylinder(base, 0.07, paints.main, { at: [0, 0.035, 0] }, 0.85);
    shape.rod([0, 0.05, 0], [0, lower, -lean], 0.032, bar);
    shape.ball([0.1, 0.1, 0.1], paints.dark, { at: [0, lower, -lean] });
    const headY = lower + upper * 0.8;
    shape.rod([0, lower, -lean], [0, headY, -lean + reach], 0.03, bar);
    const shade = random.uniform(0.16, 0.24);
    const tilt = random.uniform(35, 60);
    const place = { at: [0, headY, reach - lean + 0.06] as const, turn: [-tilt, 0, 0] as const };
    shape.lathe(
      [
        [0.05, 0.14],
        [0.08, 0.12],
        [shade, -0.16],
        [shade - 0.015, -0.16],
        [0.05, 0.1],
      ],
      paints.main,
      place,
    );
    shape.ball([0.14, 0.14, 0.14], paints.light, place);
    shape.ball([0.07, 0.07, 0.07], paints.accent, { at: [0, 0.08, base * 0.6] });
  },
};
