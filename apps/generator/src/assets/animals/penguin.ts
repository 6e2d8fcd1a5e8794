import type { Family } from '../family.ts';

/** Penguin: white belly and beak are the front. */
export const penguin: Family = {
  name: 'penguin',
  front: true,
  room: { stands: 'floor', sizeM: [0.5, 0.8] },
  build: (shape, paints, random) => {
    const height = random.uniform(0.62, 0.82);
    const girth = random.uniform(0.36, 0.46);
    const head = girth * random.uniform(0.62, 0.74);
    shape.ball([girth, height, girth * 0.92], paints.main, { at: [0, height * 0.5 + 0.03, 0] });
    shape.ball([girth * 0.78, height * 0.84, girth * 0.6], paints.linen, {
      at: [0, height * 0.47 + 0.03, girth * 0.2],
    });
    const y = height + head * 0.18;
    shape.ball([head, head * 1.02, head], paints.main, { at: [0, y, 0.02] });
    for (const side of [-1, 1]) {
      shape.ball([head * 0.42, head * 0.46, head * 0.3], paints.linen, {
        at: [side * head * 0.22, y + head * 0.02, head * 0.36],
      });
      shape.ball([0.045, 0.055, 0.04], paints.dark, {
        at: [side * head * 0.22, y + head * 0.08, head * 0.51],
      });
      const spread = random.uniform(8, 34);
      shape.ball([0.07, height * 0.58, girth * 0.46], paints.plain, {
        at: [side * (girth * 0.5 + spread * 0.002), height * 0.56, 0],
        turn: [0, 0, side * spread],
      });
      shape.ball([0.17, 0.06, 0.26], paints.accent, {
        at: [side * girth * 0.24, 0.03, girth * 0.28],
        turn: [0, side * 14, 0],
      });
    }
    const beak = random.uniform(0.1, 0.18);
    shape.cylinder(
      0.05,
      beak,
      paints.accent,
      { at: [0, y - head * 0.04, head * 0.46 + beak / 2], turn: [90, 0, 0] },
      0.2,
      12,
    );
    shape.ball([girth * 0.4, 0.1, 0.2], paints.plain, { at: [0, 0.08, -girth * 0.45], turn: [-24, 0, 0] });
    const wear = random.next();
    if (wear < 0.4) {
      shape.ring(head * 0.46, 0.045, paints.accent, { at: [0, height * 0.93, 0.01], turn: [90, 0, 0] });
      shape.rounded([0.1, 0.24, 0.04], 0.015, paints.accent, {
        at: [head * 0.3, height * 0.78, girth * 0.42],
        turn: [10, 12, 0],
      });
    } else if (wear < 0.6) {
      shape.cylinder(head * 0.52, 0.03, paints.dark, { at: [0, y + head * 0.4, 0.02] });
      shape.cylinder(head * 0.34, 0.16, paints.dark, { at: [0, y + head * 0.52, 0.02] });
    }
  },
};
