import type { Family } from '../family.ts';

/** Toy robot: face, chest panel and feet point forward. */
export const robot: Family = {
  name: 'robot',
  front: true,
  room: { stands: 'floor', sizeM: [0.9, 1.35] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.34, 0.5);
    const depth = random.uniform(0.24, 0.32);
    const chest = random.uniform(0.34, 0.46);
    const leg = random.uniform(0.18, 0.32);
    const head = random.uniform(0.24, 0.34);
    const chestY = leg + chest / 2;
    shape.rounded([width, chest, depth], 0.04, paints.main, { at: [0, chestY, 0] });
    shape.rounded([width * 0.62, chest * 0.4, 0.04], 0.015, paints.dark, {
      at: [0, chestY + chest * 0.1, depth / 2],
    });
    for (let k = -1; k <= 1; k++) {
      const button = k === 0 ? paints.light : paints.accent;
      shape.disc(0.035, 0.05, button, [k * width * 0.2, chestY + chest * 0.12, depth / 2 + 0.01]);
    }
    const headY = leg + chest + head * 0.55;
    shape.cylinder(0.06, 0.1, paints.metal, { at: [0, leg + chest + 0.02, 0] });
    if (random.next() < 0.5)
      shape.rounded([head * 1.15, head, head], 0.04, paints.plain, { at: [0, headY, 0] });
    else shape.ball([head * 1.15, head * 1.1, head * 1.1], paints.plain, { at: [0, headY, 0] });
    const face = head * 0.52;
    for (const side of [-1, 1]) {
      shape.disc(head * 0.15, 0.06, paints.light, [side * head * 0.27, headY + head * 0.12, face]);
      shape.disc(head * 0.07, 0.075, paints.dark, [side * head * 0.27, headY + head * 0.12, face]);
      shape.box([width * 0.32, leg, depth * 0.55], paints.metal, { at: [side * width * 0.28, leg / 2, 0] });
      shape.rounded([width * 0.36, 0.1, depth * 1.1], 0.03, paints.dark, {
        at: [side * width * 0.28, 0.05, depth * 0.2],
      });
      const armX = side * (width / 2 + 0.07);
      const lift = random.uniform(-0.1, 0.18);
      shape.ball([0.14, 0.14, 0.14], paints.metal, { at: [armX, chestY + chest * 0.35, 0] });
      shape.rod(
        [armX, chestY + chest * 0.35, 0],
        [armX + side * 0.03, chestY - 0.05 + lift, 0.16],
        0.045,
        paints.main,
      );
      shape.ball([0.12, 0.12, 0.12], paints.accent, { at: [armX + side * 0.03, chestY - 0.07 + lift, 0.18] });
    }
    shape.box([head * 0.5, 0.03, 0.05], paints.dark, { at: [0, headY - head * 0.22, face * 0.95] });
    shape.rod([0, headY + head * 0.4, 0], [0, headY + head * 0.85, 0], 0.016, paints.metal);
    shape.ball([0.07, 0.07, 0.07], paints.accent, { at: [0, headY + head * 0.88, 0] });
  },
};
