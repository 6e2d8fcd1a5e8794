import type { Family } from '../family.ts';

/** Pedal bin: the pedal is the front. */
export const trashCan: Family = {
  name: 'trash-can',
  front: true,
  room: { stands: 'floor', sizeM: [0.4, 0.7] },
  build: (shape, paints, random) => {
    const foot = random.uniform(0.22, 0.3);
    const rim = foot * random.uniform(1, 1.2);
    const height = random.uniform(0.62, 0.9);
    const square = random.next() < 0.4;
    if (square)
      shape.rounded([foot * 2, height, foot * 1.8], 0.05, paints.main, { at: [0, height / 2 + 0.03, 0] });
    else
      shape.lathe(
        [
          [0, 0.02],
          [foot, 0.02],
          [rim, height],
          [0, height],
        ],
        paints.main,
      );
    const wide = square ? foot : rim;
    shape.cylinder(wide * (square ? 1 : 0.95), 0.05, paints.dark, { at: [0, 0.025, 0] }, 1, square ? 4 : 24);
    if (square)
      shape.rounded([wide * 2.06, 0.06, wide * 1.88], 0.02, paints.metal, { at: [0, height + 0.03, 0] });
    else shape.ring(rim, 0.025, paints.metal, { at: [0, height, 0], turn: [90, 0, 0] });
    const lid = random.pick(['dome', 'flat'] as const);
    if (lid === 'dome')
      shape.ball([wide * 1.9, wide * 0.8, wide * (square ? 1.7 : 1.9)], paints.accent, {
        at: [0, height + 0.02, 0],
      });
    else shape.cylinder(wide * 0.96, 0.06, paints.accent, { at: [0, height + 0.05, 0] }, 0.9);
    shape.box([0.16, 0.035, 0.2], paints.dark, { at: [0, 0.05, foot + 0.08], turn: [10, 0, 0] });
    shape.box([0.14, 0.1, 0.03], paints.linen, {
      at: [0, height * 0.6, (square ? foot * 0.9 : foot + (rim - foot) * 0.6) + 0.005],
    });
    shape.rod([-0.1, height * 0.86, -wide * 0.98], [0.1, height * 0.86, -wide * 0.98], 0.025, paints.metal);
  },
};
