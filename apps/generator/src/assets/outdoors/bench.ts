import type { Family } from '../family.ts';

/** Park bench: one sits down from its front. */
export const bench: Family = {
  name: 'bench',
  front: true,
  room: { stands: 'wall', sizeM: [1.2, 1.6] },
  build: (shape, paints, random) => {
    const width = random.uniform(1.1, 1.5);
    const seatY = random.uniform(0.4, 0.48);
    const depth = random.uniform(0.42, 0.52);
    const back = random.uniform(0.34, 0.5);
    const lean = random.uniform(-18, -6);
    const slat = random.next() < 0.7 ? paints.main : paints.plain;
    const frame = random.pick([paints.dark, paints.metal, paints.wood]);
    const rows = random.int(3, 6);
    for (let k = 0; k < rows; k++) {
      shape.rounded([width, 0.04, (depth / rows) * 0.8], 0.012, slat, {
        at: [0, seatY, ((k + 0.5) / rows - 0.5) * depth],
      });
    }
    const backRows = random.int(2, 5);
    const rad = (lean * Math.PI) / 180;
    for (let k = 0; k < backRows; k++) {
      const y = 0.12 + ((k + 0.4) / backRows) * back;
      shape.rounded([width, (back / backRows) * 0.74, 0.035], 0.012, slat, {
        at: [0, seatY + y, -depth / 2 + y * Math.tan(rad)],
        turn: [lean, 0, 0],
      });
    }
    for (const side of [-1, 1]) {
      const x = side * width * 0.42;
      shape.box([0.06, 0.05, depth], frame, { at: [x, seatY - 0.04, 0] });
      shape.rod([x, 0, depth * 0.46], [x, seatY, depth * 0.4], 0.035, frame);
      shape.rod([x, 0, -depth * 0.5], [x, seatY, -depth * 0.42], 0.035, frame);
      shape.rod(
        [x, seatY, -depth / 2 - 0.02],
        [x, seatY + 0.14 + back, -depth / 2 - 0.03 + (0.14 + back) * Math.tan(rad)],
        0.03,
        frame,
      );
      shape.rounded([0.07, 0.04, depth * 0.9], 0.015, paints.accent, { at: [x, seatY + 0.24, 0] });
      shape.rod([x, seatY, depth * 0.4], [x, seatY + 0.24, depth * 0.4], 0.024, frame);
    }
  },
};
