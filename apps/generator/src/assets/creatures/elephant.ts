import type { Family } from '../family.ts';

/** Elephant: trunk and tusks in front. */
export const elephant: Family = {
  name: 'elephant',
  front: true,
  build: (shape, paints, random) => {
    const leg = random.uniform(0.24, 0.34);
    const length = random.uniform(0.6, 0.74);
    const girth = random.uniform(0.4, 0.48);
    const bodyY = leg + girth * 0.42;
    shape.ball([girth, girth * 1.02, length], paints.main, { at: [0, bodyY, 0] });
    for (const side of [-1, 1]) {
      for (const z of [length * 0.26, -length * 0.26]) {
        shape.cylinder(girth * 0.17, bodyY, paints.plain, { at: [side * girth * 0.28, bodyY / 2, z] }, 1.05);
        shape.cylinder(girth * 0.18, 0.04, paints.light, { at: [side * girth * 0.28, 0.02, z + 0.01] });
      }
    }
    const head = girth * random.uniform(0.72, 0.86);
    const headY = bodyY + girth * 0.3;
    const headZ = length * 0.52;
    shape.ball([head, head, head * 0.95], paints.main, { at: [0, headY, headZ] });
    const ear = head * random.uniform(0.75, 1.1);
    for (const side of [-1, 1]) {
      shape.ball([0.06, ear, ear * 0.9], paints.accent, {
        at: [side * head * 0.62, headY + 0.03, headZ - 0.08],
        turn: [0, -side * 40, side * 8],
      });
      shape.ball([0.05, 0.05, 0.05], paints.dark, {
        at: [side * head * 0.34, headY + head * 0.14, headZ + head * 0.36],
      });
      shape.rod(
        [side * head * 0.24, headY - head * 0.22, headZ + head * 0.36],
        [side * head * 0.3, headY - head * 0.2, headZ + head * 0.85],
        0.03,
        paints.light,
        0.3,
      );
    }
    // Trunk: a chain of rods that curls.
    let point: [number, number, number] = [0, headY - head * 0.08, headZ + head * 0.42];
    const curl = random.uniform(-0.5, 0.75);
    for (let k = 0; k < 5; k++) {
      const angle = -1.1 + curl * k * 0.55;
      const next: [number, number, number] = [
        0,
        point[1] + 0.11 * Math.sin(angle),
        point[2] + 0.09 * Math.cos(angle),
      ];
      shape.rod(point, next, 0.075 - 0.009 * k, paints.plain, 0.9);
      shape.ball([0.14 - 0.018 * k, 0.14 - 0.018 * k, 0.14 - 0.018 * k], paints.plain, { at: next });
      point = next;
    }
    shape.rod(
      [0, bodyY + girth * 0.2, -length * 0.48],
      [0, bodyY - girth * 0.2, -length * 0.56],
      0.022,
      paints.plain,
      0.6,
    );
    if (random.next() < 0.6)
      shape.rounded([girth * 1.04, 0.06, length * 0.42], 0.02, paints.accent, {
        at: [0, bodyY + girth * 0.49, -0.02],
      });
  },
};
