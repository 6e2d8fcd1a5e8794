import type { Family } from '../family.ts';

/** Cow: horned head at the front, tail and udder behind. */
export const cow: Family = {
  name: 'cow',
  front: true,
  build: (shape, paints, random) => {
    const leg = random.uniform(0.3, 0.4);
    const length = random.uniform(0.8, 0.95);
    const girth = random.uniform(0.36, 0.44);
    const y = leg + girth * 0.42;
    shape.rounded([girth * 0.94, girth * 0.98, length], girth * 0.42, paints.main, { at: [0, y, 0] });
    const spots = random.int(2, 6);
    const patch = random.pick([paints.dark, paints.linen, paints.accent]);
    for (let k = 0; k < spots; k++) {
      const side = k % 2 ? 1 : -1;
      shape.ball([0.06, random.uniform(0.12, 0.24), random.uniform(0.14, 0.28)], patch, {
        at: [side * girth * 0.45, y + random.uniform(-0.06, 0.1), random.uniform(-0.34, 0.32) * length],
      });
    }
    for (const side of [-1, 1])
      for (const z of [length * 0.34, -length * 0.36]) {
        shape.rod(
          [side * girth * 0.32, 0.04, z],
          [side * girth * 0.3, y, z],
          girth * 0.14,
          paints.plain,
          1.35,
        );
        shape.cylinder(girth * 0.17, 0.09, paints.dark, { at: [side * girth * 0.32, 0.045, z] }, 0.85);
      }
    const headY = y + random.uniform(0.08, 0.26);
    const headZ = length * 0.6;
    const head = girth * random.uniform(0.62, 0.74);
    shape.rod([0, y + 0.04, length * 0.38], [0, headY, headZ], girth * 0.34, paints.main, 0.8);
    shape.rounded([head * 0.9, head, head * 1.1], head * 0.34, paints.main, { at: [0, headY, headZ + 0.04] });
    shape.rounded([head * 0.86, head * 0.56, head * 0.5], head * 0.22, paints.linen, {
      at: [0, headY - head * 0.2, headZ + head * 0.66],
    });
    for (const side of [-1, 1]) {
      shape.ball([0.2, 0.09, 0.06], paints.plain, {
        at: [side * head * 0.66, headY + head * 0.24, headZ],
        turn: [0, 0, side * -12],
      });
      shape.rod(
        [side * head * 0.3, headY + head * 0.42, headZ],
        [side * head * 0.62, headY + head * 0.86, headZ + 0.02],
        0.032,
        paints.linen,
        0.35,
      );
      shape.ball([0.05, 0.06, 0.05], paints.dark, {
        at: [side * head * 0.4, headY + head * 0.14, headZ + head * 0.5],
      });
      shape.ball([0.05, 0.04, 0.03], paints.dark, {
        at: [side * head * 0.18, headY - head * 0.14, headZ + head * 0.91],
      });
    }
    shape.ball([girth * 0.5, 0.16, 0.24], paints.accent, { at: [0, leg * 0.9, -length * 0.22] });
    shape.rod([0, y + girth * 0.3, -length * 0.48], [0, leg * 0.8, -length * 0.56], 0.025, paints.main);
    shape.ball([0.08, 0.16, 0.08], paints.dark, { at: [0, leg * 0.72, -length * 0.56] });
    if (random.next() < 0.4) {
      shape.ring(girth * 0.32, 0.03, paints.accent, {
        at: [0, (y + headY) / 2, length * 0.48],
        turn: [50, 0, 0],
      });
      shape.ball([0.1, 0.12, 0.1], paints.metal, { at: [0, (y + headY) / 2 - girth * 0.34, length * 0.54] });
    }
  },
};
