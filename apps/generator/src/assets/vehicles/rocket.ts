import type { Family } from '../family.ts';

/** Upright toy rocket; hatch, ladder and porthole mark the front. */
export const rocket: Family = {
  name: 'rocket',
  front: true,
  build: (shape, paints, random) => {
    const radius = random.uniform(0.14, 0.2);
    const height = random.uniform(0.55, 0.8);
    const foot = random.uniform(0.14, 0.22);
    const belly = radius * random.uniform(1, 1.25);
    const top = foot + height;
    const nose = random.uniform(0.2, 0.34);
    shape.lathe(
      [
        [0, foot],
        [radius * 0.7, foot],
        [belly, foot + height * 0.35],
        [radius * 0.95, top - 0.05],
        [radius * 0.85, top],
      ],
      paints.main,
    );
    shape.lathe(
      [
        [radius * 0.87, top - 0.005],
        [radius * 0.55, top + nose * 0.55],
        [0, top + nose],
      ],
      paints.accent,
    );
    shape.lathe(
      [
        [radius * 0.5, foot - 0.08],
        [radius * 0.4, foot],
        [radius * 0.3, foot - 0.07],
      ],
      paints.dark,
    );
    const fins = random.pick([3, 4]);
    const spread = random.uniform(0.16, 0.26);
    for (let k = 0; k < fins; k++) {
      const turn = [0, 180 / fins + (k * 360) / fins, 0] as const;
      shape.extrude(
        [
          [radius * 0.6, foot],
          [belly * 0.95, foot + height * 0.35],
          [belly + spread, 0],
          [belly + spread * 0.5, 0],
        ],
        0.035,
        paints.accent,
        { turn },
        0.006,
      );
    }
    const port = foot + height * 0.68;
    shape.disc(radius * 0.45, 0.06, paints.metal, [0, port, radius * 1.02]);
    shape.disc(radius * 0.34, 0.07, paints.glass, [0, port, radius * 1.03]);
    shape.rounded([radius * 0.75, height * 0.3, 0.05], 0.02, paints.dark, {
      at: [0, foot + height * 0.28, belly * 0.95],
    });
    for (let k = 0; k < 4; k++)
      shape.box([radius * 0.7, 0.018, 0.03], paints.metal, { at: [0, 0.02 + k * 0.045, belly + 0.04] });
    for (const side of [-1, 1])
      shape.rod(
        [side * radius * 0.35, 0, belly + 0.05],
        [side * radius * 0.35, foot + 0.05, belly * 0.92],
        0.012,
        paints.metal,
      );
  },
};
