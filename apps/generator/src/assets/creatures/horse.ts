import type { Family } from '../family.ts';

/** Horse: head high at the front, tail behind. */
export const horse: Family = {
  name: 'horse',
  front: true,
  build: (shape, paints, random) => {
    const leg = random.uniform(0.46, 0.58);
    const length = random.uniform(0.74, 0.88);
    const girth = random.uniform(0.26, 0.33);
    const y = leg + girth * 0.42;
    shape.ball([girth, girth * 1.05, length], paints.main, { at: [0, y, 0] });
    for (const z of [length * 0.28, -length * 0.3])
      shape.ball([girth * 1.05, girth * 1.22, length * 0.44], paints.main, { at: [0, y + 0.01, z] });
    for (const side of [-1, 1]) {
      for (const z of [length * 0.33, -length * 0.36]) {
        const x = side * girth * 0.32;
        const knee = leg * 0.5;
        const step = random.uniform(-0.05, 0.05);
        shape.rod([x, knee, z + step], [x, y, z], girth * 0.15, paints.main, 1.4);
        shape.rod([x, 0.05, z + step * 0.6], [x, knee, z + step], girth * 0.11, paints.plain, 1.15);
        shape.cylinder(girth * 0.17, 0.08, paints.dark, { at: [x, 0.04, z + step * 0.6] }, 0.8);
      }
    }
    const neckY = y + random.uniform(0.34, 0.46);
    const neckZ = length * random.uniform(0.56, 0.66);
    shape.rod([0, y + 0.02, length * 0.34], [0, neckY, neckZ], girth * 0.42, paints.main, 0.6);
    const nose = random.uniform(0.28, 0.34);
    shape.rod(
      [0, neckY + 0.04, neckZ - 0.03],
      [0, neckY - 0.09, neckZ + nose],
      girth * 0.28,
      paints.main,
      0.62,
    );
    shape.ball([girth * 0.46, girth * 0.4, girth * 0.42], paints.plain, {
      at: [0, neckY - 0.09, neckZ + nose],
    });
    shape.ball([girth * 0.58, girth * 0.62, girth * 0.62], paints.main, { at: [0, neckY + 0.03, neckZ] });
    for (const side of [-1, 1]) {
      shape.cylinder(
        0.04,
        0.13,
        paints.plain,
        { at: [side * 0.07, neckY + girth * 0.42, neckZ - 0.03], turn: [0, 0, -side * 10] },
        0.1,
        8,
      );
      shape.ball([0.035, 0.04, 0.045], paints.dark, {
        at: [side * girth * 0.26, neckY + 0.04, neckZ + 0.08],
      });
      shape.ball([0.03, 0.03, 0.03], paints.dark, { at: [side * 0.05, neckY - 0.08, neckZ + nose + 0.06] });
    }
    const mane = random.pick([paints.dark, paints.accent, paints.linen]);
    for (let k = 0; k < 6; k++) {
      const share = k / 5;
      shape.ball([0.06, 0.17, 0.13], mane, {
        at: [0, y + 0.12 + (neckY - y) * share + 0.05, length * 0.3 + (neckZ - length * 0.34) * share - 0.06],
      });
    }
    shape.rod([0, y + 0.1, -length * 0.48], [0, y + 0.04, -length * 0.6], 0.05, mane);
    shape.rod([0, y + 0.05, -length * 0.6], [0, leg * 0.45, -length * 0.66], 0.065, mane, 0.5);
    if (random.next() < 0.5) {
      shape.ball([girth * 1.12, girth * 0.5, 0.32], paints.accent, { at: [0, y + girth * 0.36, 0.01] });
      shape.ball([girth * 0.7, 0.1, 0.28], paints.dark, { at: [0, y + girth * 0.58, 0] });
    }
  },
};
