import type { Family } from '../family.ts';

/** Tent: the open entrance is the front. */
export const tent: Family = {
  name: 'tent',
  front: true,
  room: { stands: 'floor', sizeM: [1.1, 1.5] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.9, 1.2);
    const height = random.uniform(0.65, 0.9);
    const depth = random.uniform(0.9, 1.3);
    const face = depth / 2;
    const dome = random.next() < 0.4;
    if (dome) {
      shape.lathe(
        [
          [width * 0.5, 0],
          [width * 0.47, height * 0.35],
          [width * 0.36, height * 0.7],
          [width * 0.2, height * 0.92],
          [0, height],
        ],
        paints.main,
      );
      shape.lathe(
        [
          [width * 0.515, 0],
          [width * 0.505, height * 0.12],
        ],
        paints.accent,
      );
      for (const turn of [45, -45])
        shape.ring(
          width * 0.505,
          0.014,
          paints.metal,
          { turn: [0, turn, 0], scale: [1, height / (width * 0.5), 1] },
          180,
        );
      shape.extrude(
        [
          [-width * 0.2, 0],
          [width * 0.2, 0],
          [width * 0.12, height * 0.5],
          [0, height * 0.62],
          [-width * 0.12, height * 0.5],
        ],
        0.03,
        paints.dark,
        { at: [0, 0, width * 0.455], turn: [-16, 0, 0] },
      );
      for (const side of [-1, 1])
        shape.extrude(
          [
            [0, 0],
            [side * 0.14, 0],
            [side * 0.02, height * 0.52],
          ],
          0.02,
          paints.plain,
          { at: [side * width * 0.2, 0, width * 0.47], turn: [-14, side * 10, 0] },
        );
    } else {
      shape.extrude(
        [
          [-width / 2, 0],
          [width / 2, 0],
          [0, height],
        ],
        depth,
        paints.main,
      );
      for (const side of [-1, 1]) {
        const slope = (Math.atan2(height, width / 2) * 180) / Math.PI;
        shape.box([Math.hypot(height, width / 2) * 1.06, 0.02, depth * 1.06], paints.plain, {
          at: [(side * width) / 4, height / 2 + 0.015, 0],
          turn: [0, 0, -side * slope],
        });
        shape.extrude(
          [
            [0, 0],
            [side * width * 0.2, 0],
            [side * 0.02, height * 0.8],
          ],
          0.02,
          paints.accent,
          { at: [side * width * 0.17, 0, face + 0.03], turn: [0, side * random.uniform(10, 35), 0] },
        );
      }
      shape.extrude(
        [
          [-width * 0.28, 0],
          [width * 0.28, 0],
          [0, height * 0.8],
        ],
        0.02,
        paints.dark,
        { at: [0, 0, face + 0.002] },
      );
      for (const z of [-1, 1])
        shape.rod([0, 0, z * face * 1.04], [0, height + 0.08, z * face * 1.04], 0.02, paints.wood);
    }
    for (const sx of [-1, 1])
      for (const sz of [-1, 1])
        shape.rod(
          [sx * width * 0.35, height * 0.3, sz * face * 0.7],
          [sx * width * 0.62, 0, sz * face * 0.9],
          0.008,
          paints.linen,
        );
    shape.rounded([0.2, 0.14, 0.2], 0.06, paints.accent, { at: [width * 0.36, 0.07, face + 0.12] });
  },
};
