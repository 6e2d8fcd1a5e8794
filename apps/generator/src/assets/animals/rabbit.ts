import type { Family } from '../family.ts';

/** Sitting rabbit: face and long ears in front, the round tail behind. */
export const rabbit: Family = {
  name: 'rabbit',
  front: true,
  room: { stands: 'floor', sizeM: [0.35, 0.5] },
  build: (shape, paints, random) => {
    const girth = random.uniform(0.36, 0.46);
    const length = girth * random.uniform(1.15, 1.45);
    const head = random.uniform(0.26, 0.32);
    shape.ball([girth, girth * 0.95, length], paints.main, { at: [0, girth * 0.47, -0.03] });
    const y = girth * 0.82 + head * 0.3;
    const z = length * 0.42;
    shape.ball([girth * 0.7, girth * 0.8, length * 0.5], paints.main, {
      at: [0, girth * 0.55, length * 0.26],
    });
    shape.ball([head, head, head * 1.08], paints.main, { at: [0, y, z] });
    const ear = random.uniform(0.34, 0.52);
    const droop = random.next() < 0.3;
    for (const side of [-1, 1]) {
      if (droop) {
        shape.ball([0.08, ear * 0.8, 0.15], paints.plain, {
          at: [side * head * 0.56, y - head * 0.02, z - 0.04],
          turn: [0, 0, side * 10],
        });
      } else {
        shape.ball([0.11, ear, 0.07], paints.plain, {
          at: [side * head * 0.28, y + head * 0.36 + ear * 0.42, z - 0.06],
          turn: [-12, 0, -side * 9],
        });
        shape.ball([0.06, ear * 0.8, 0.05], paints.linen, {
          at: [side * head * 0.28, y + head * 0.36 + ear * 0.42, z - 0.036],
          turn: [-12, 0, -side * 9],
        });
      }
      shape.ball([0.05, 0.06, 0.05], paints.dark, {
        at: [side * head * 0.36, y + head * 0.12, z + head * 0.34],
      });
      shape.ball([0.13, 0.12, 0.12], paints.linen, { at: [side * 0.05, y - head * 0.18, z + head * 0.42] });
      shape.ball([0.14, girth * 0.6, girth * 0.7], paints.plain, {
        at: [side * girth * 0.42, girth * 0.3, -length * 0.16],
      });
      shape.ball([0.13, 0.08, 0.28], paints.plain, { at: [side * girth * 0.4, 0.04, 0.02] });
      shape.rod([side * 0.09, 0.03, z * 0.92], [side * 0.09, girth * 0.4, z * 0.7], 0.05, paints.plain);
      shape.ball([0.11, 0.07, 0.14], paints.linen, { at: [side * 0.09, 0.035, z * 0.98] });
    }
    shape.ball([0.05, 0.04, 0.04], paints.accent, { at: [0, y - head * 0.08, z + head * 0.56] });
    shape.ball([0.17, 0.17, 0.15], paints.linen, { at: [0, girth * 0.36, -length * 0.52] });
    if (random.next() < 0.4)
      shape.ring(head * 0.42, 0.03, paints.accent, { at: [0, y - head * 0.42, z - 0.05], turn: [70, 0, 0] });
  },
};
