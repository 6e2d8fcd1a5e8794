import type { Family } from '../family.ts';

/** Upholstered seat for two or three, with arms and loose cushions. */
export const sofa: Family = {
  name: 'sofa',
  front: true,
  room: { stands: 'wall', sizeM: [1.6, 2.1] },
  build: (shape, paints, random) => {
    const seats = random.int(2, 4);
    const seat = random.uniform(0.4, 0.48);
    const width = seats * seat;
    const depth = random.uniform(0.6, 0.75);
    const arm = random.uniform(0.1, 0.18);
    const seatY = random.uniform(0.28, 0.38);
    const round = random.uniform(0.04, 0.09);
    shape.rounded([width + 2 * arm, seatY * 0.75, depth], 0.04, paints.plain, { at: [0, seatY * 0.5, 0] });
    for (let k = 0; k < seats; k++) {
      const x = (k - (seats - 1) / 2) * seat;
      shape.rounded([seat * 0.97, 0.15, depth * 0.85], round, paints.main, { at: [x, seatY + 0.02, 0.06] });
      shape.rounded([seat * 0.95, 0.38, 0.16], round, paints.main, {
        at: [x, seatY + 0.24, -depth / 2 + 0.2],
        turn: [-12, 0, 0],
      });
    }
    shape.rounded([width + 2 * arm, 0.5, 0.16], 0.06, paints.plain, {
      at: [0, seatY + 0.12, -depth / 2 + 0.06],
    });
    for (const side of [-1, 1]) {
      const x = side * (width / 2 + arm / 2);
      shape.rounded([arm, seatY + 0.16, depth], round, paints.plain, { at: [x, seatY / 2 + 0.12, 0] });
      for (const z of [-1, 1]) {
        shape.cylinder(0.03, 0.12, paints.wood, { at: [x, 0.03, z * (depth / 2 - 0.08)] });
      }
    }
    if (random.next() < 0.7) {
      const x = random.pick([-1, 1]) * (width / 2 - 0.2);
      shape.rounded([0.3, 0.3, 0.12], 0.05, paints.accent, {
        at: [x, seatY + 0.25, -0.05],
        turn: [-24, 0, 14],
      });
    }
  },
};
