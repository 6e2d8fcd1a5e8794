import type { Family } from '../family.ts';

/** Seat, back, four legs or a pedestal, sometimes arms. */
export const chair: Family = {
  name: 'chair',
  front: true,
  room: { stands: 'floor', sizeM: [0.85, 1.05] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.44, 0.6);
    const depth = random.uniform(0.42, 0.55);
    const seatY = random.uniform(0.4, 0.52);
    const backHeight = random.uniform(0.4, 0.75);
    const thick = random.uniform(0.05, 0.1);
    const legs = random.pick([paints.wood, paints.metal, paints.dark]);
    const lean = random.uniform(-12, -3);
    shape.rounded([width, thick, depth], 0.03, paints.main, { at: [0, seatY, 0] });
    if (random.next() < 0.3) {
      shape.cylinder(0.035, seatY, legs, { at: [0, seatY / 2, 0] });
      for (let k = 0; k < 5; k++) {
        const angle = (k * 2 * Math.PI) / 5;
        shape.rod([0, 0.08, 0], [0.27 * Math.sin(angle), 0.02, 0.27 * Math.cos(angle)], 0.022, legs);
      }
    } else {
      const [x, z] = [width / 2 - 0.04, depth / 2 - 0.04];
      const splay = random.uniform(0, 0.06);
      for (const [sx, sz] of [
        [1, 1],
        [-1, 1],
        [1, -1],
        [-1, -1],
      ] as const) {
        shape.rod([sx * (x + splay), 0, sz * (z + splay)], [sx * x, seatY, sz * z], 0.024, legs);
      }
    }
    const backZ = -depth / 2 + 0.02;
    const middle = seatY + backHeight / 2;
    if (random.next() < 0.5) {
      shape.rounded([width, backHeight, 0.06], 0.028, paints.main, {
        at: [0, middle, backZ - 0.03],
        turn: [lean, 0, 0],
      });
    } else {
      const bars = random.int(2, 5);
      for (let k = 0; k < bars; k++) {
        const y = seatY + ((k + 0.7) / bars) * backHeight;
        shape.rounded([width, (0.55 * backHeight) / bars, 0.035], 0.015, paints.main, {
          at: [0, y, backZ - 0.18 * (y - seatY)],
          turn: [lean, 0, 0],
        });
      }
      for (const side of [-1, 1]) {
        const x = side * (width / 2 - 0.03);
        shape.rod([x, seatY, backZ], [x, seatY + backHeight, backZ - 0.18 * backHeight], 0.022, legs);
      }
    }
    if (random.next() < 0.4) {
      for (const side of [-1, 1]) {
        shape.rounded([0.05, 0.04, depth * 0.9], 0.015, legs, { at: [(side * width) / 2, seatY + 0.22, 0] });
        shape.rod(
          [(side * width) / 2, seatY, depth * 0.35],
          [(side * width) / 2, seatY + 0.22, depth * 0.35],
          0.018,
          legs,
        );
      }
    }
  },
};
