import type { Family } from '../family.ts';

/** Duck or toy bird: the bill is its front. */
export const duck: Family = {
  name: 'duck',
  front: true,
  room: { stands: 'floor', sizeM: [0.35, 0.5] },
  build: (shape, paints, random) => {
    const length = random.uniform(0.6, 0.78);
    const width = random.uniform(0.36, 0.46);
    const height = random.uniform(0.34, 0.44);
    const legs = random.next() < 0.6 ? random.uniform(0.1, 0.2) : 0;
    const bodyY = legs + height * 0.5;
    const bill = random.pick([paints.accent, paints.light]);
    shape.ball([width, height, length], paints.main, { at: [0, bodyY, 0] });
    shape.cylinder(
      width * 0.3,
      length * 0.4,
      paints.main,
      { at: [0, bodyY + height * 0.22, -length * 0.48], turn: [-62, 0, 0] },
      0.15,
    );
    const neck = random.uniform(0.16, 0.36);
    const headY = bodyY + height * 0.32 + neck;
    const headZ = length * random.uniform(0.34, 0.46);
    const head = random.uniform(0.24, 0.3);
    shape.rod([0, bodyY, length * 0.25], [0, headY, headZ], head * 0.36, paints.main, 0.85);
    shape.ball([head, head, head * 1.08], paints.main, { at: [0, headY, headZ] });
    shape.ball([head * 0.55, head * 0.2, head * 0.8], bill, {
      at: [0, headY - head * 0.1, headZ + head * 0.62],
    });
    for (const side of [-1, 1]) {
      shape.ball([0.05, 0.055, 0.05], paints.dark, {
        at: [side * head * 0.36, headY + head * 0.14, headZ + head * 0.3],
      });
      shape.ball([0.09, height * 0.6, length * 0.6], paints.accent, {
        at: [side * width * 0.46, bodyY + 0.03, -length * 0.08],
        turn: [12, 0, -side * 14],
      });
      if (legs > 0) {
        shape.rod(
          [side * width * 0.22, 0.02, 0.02],
          [side * width * 0.22, bodyY - height * 0.3, 0],
          0.025,
          bill,
        );
        shape.ball([0.13, 0.03, 0.2], bill, { at: [side * width * 0.22, 0.015, 0.06] });
      }
    }
    if (random.next() < 0.5)
      shape.ring(head * 0.4, 0.03, paints.accent, {
        at: [0, headY - head * 0.55, headZ - 0.03],
        turn: [76, 0, 0],
      });
  },
};
