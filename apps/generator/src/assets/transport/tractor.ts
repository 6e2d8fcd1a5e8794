import type { Family } from '../family.ts';

/** Tractor: small wheels and the bonnet's grille are the front. */
export const tractor: Family = {
  name: 'tractor',
  front: true,
  build: (shape, paints, random) => {
    const big = random.uniform(0.34, 0.42);
    const small = random.uniform(0.18, 0.24);
    const base = random.uniform(0.8, 1);
    const width = random.uniform(0.6, 0.74);
    const bonnet = random.uniform(0.62, 0.8);
    const [front, back] = [base / 2, -base / 2];
    const y = big + 0.12;
    shape.rounded([width * 0.44, 0.34, bonnet], 0.05, paints.main, {
      at: [0, y + 0.08, front - bonnet / 2 + 0.16],
    });
    shape.box([width * 0.4, 0.28, 0.03], paints.dark, { at: [0, y + 0.06, front + 0.165] });
    for (const side of [-1, 1]) {
      shape.disc(0.045, 0.03, paints.light, [side * width * 0.13, y + 0.14, front + 0.18]);
      shape.wheel(big, 0.2, paints.dark, paints.accent, [side * width * 0.5, big, back]);
      shape.wheel(small, 0.14, paints.dark, paints.accent, [side * width * 0.44, small, front]);
      for (let k = 0; k < 12; k++) {
        const angle = (k * Math.PI) / 6;
        shape.box([0.2, 0.05, 0.06], paints.dark, {
          at: [side * width * 0.5, big + big * 0.98 * Math.cos(angle), back + big * 0.98 * Math.sin(angle)],
          turn: [(angle * 180) / Math.PI, 0, 0],
        });
      }
      shape.ring(
        big + 0.05,
        0.07,
        paints.main,
        { at: [side * width * 0.46, big, back], turn: [0, 90, 20] },
        140,
      );
    }
    shape.box([width * 0.4, 0.2, base], paints.dark, { at: [0, big * 0.9, 0] });
    const pipe = random.uniform(0.28, 0.44);
    shape.cylinder(0.03, pipe, paints.metal, { at: [width * 0.1, y + 0.24 + pipe / 2, front - 0.12] });
    if (random.next() < 0.6) {
      const tall = random.uniform(0.52, 0.64);
      shape.rounded([width * 0.72, tall, 0.56], 0.03, paints.glass, {
        at: [0, y + 0.2 + tall / 2, back + 0.08],
      });
      shape.rounded([width * 0.82, 0.06, 0.64], 0.025, paints.main, {
        at: [0, y + 0.22 + tall, back + 0.08],
      });
      for (const sx of [-1, 1])
        for (const z of [-0.18, 0.36])
          shape.rod(
            [sx * width * 0.36, y + 0.1, back + z],
            [sx * width * 0.36, y + 0.22 + tall, back + z],
            0.024,
            paints.dark,
          );
    } else {
      shape.rounded([0.32, 0.08, 0.3], 0.03, paints.dark, { at: [0, y + 0.16, back + 0.02] });
      shape.rounded([0.32, 0.28, 0.06], 0.025, paints.dark, {
        at: [0, y + 0.3, back - 0.13],
        turn: [-8, 0, 0],
      });
      shape.rod([0, y + 0.2, back + 0.34], [0, y + 0.4, back + 0.26], 0.02, paints.dark);
      shape.ring(0.13, 0.018, paints.dark, { at: [0, y + 0.41, back + 0.26], turn: [64, 0, 0] });
    }
  },
};
