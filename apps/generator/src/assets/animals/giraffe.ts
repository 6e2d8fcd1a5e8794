import type { Family } from '../family.ts';

/** Giraffe: the long neck leans to the front. */
export const giraffe: Family = {
  name: 'giraffe',
  front: true,
  build: (shape, paints, random) => {
    const leg = random.uniform(0.5, 0.62);
    const length = random.uniform(0.5, 0.62);
    const girth = random.uniform(0.24, 0.3);
    const neck = random.uniform(0.55, 0.75);
    const y = leg + girth * 0.4;
    shape.ball([girth, girth * 1.15, length], paints.main, { at: [0, y, 0] });
    shape.ball([girth * 1.05, girth * 1.3, length * 0.5], paints.main, { at: [0, y + 0.03, length * 0.22] });
    const top = y + neck;
    const lean = length * random.uniform(0.5, 0.75);
    shape.rod([0, y + 0.04, length * 0.3], [0, top, lean], girth * 0.34, paints.main, 0.5);
    shape.ball([girth * 0.5, girth * 0.46, girth * 0.56], paints.main, { at: [0, top + 0.02, lean + 0.02] });
    shape.rod([0, top + 0.02, lean], [0, top - 0.06, lean + 0.24], girth * 0.2, paints.plain, 0.75);
    shape.ball([0.09, 0.07, 0.08], paints.linen, { at: [0, top - 0.06, lean + 0.24] });
    const patch = random.pick([paints.wood, paints.accent, paints.dark]);
    for (let k = 0; k < 9; k++) {
      const side = k % 2 ? 1 : -1;
      shape.ball([0.04, random.uniform(0.09, 0.15), random.uniform(0.1, 0.16)], patch, {
        at: [side * girth * 0.47, y + random.uniform(-0.06, 0.1), ((k + 0.5) / 9 - 0.5) * length * 0.7],
      });
    }
    for (let k = 0; k < 5; k++) {
      const share = (k + 0.6) / 5.4;
      const wide = girth * 0.34 * (1 - 0.5 * share);
      shape.ball([wide * 2.08, 0.06, wide * 1.2], patch, {
        at: [0, y + 0.04 + neck * share, length * 0.3 + (lean - length * 0.3) * share],
      });
    }
    for (const side of [-1, 1]) {
      for (const z of [length * 0.32, -length * 0.32]) {
        shape.rod(
          [side * girth * 0.34, 0.03, z],
          [side * girth * 0.28, y, z],
          girth * 0.11,
          paints.plain,
          1.4,
        );
        shape.cylinder(girth * 0.15, 0.07, paints.dark, { at: [side * girth * 0.34, 0.035, z] }, 0.8);
      }
      shape.rod([side * 0.04, top + 0.08, lean], [side * 0.05, top + 0.2, lean - 0.01], 0.014, paints.plain);
      shape.ball([0.045, 0.045, 0.045], paints.dark, { at: [side * 0.05, top + 0.2, lean - 0.01] });
      shape.ball([0.14, 0.05, 0.04], paints.plain, {
        at: [side * 0.12, top + 0.06, lean - 0.02],
        turn: [0, 0, side * 18],
      });
      shape.ball([0.03, 0.035, 0.03], paints.dark, { at: [side * girth * 0.22, top + 0.04, lean + 0.08] });
    }
    shape.rod([0, y + 0.08, -length * 0.48], [0, leg * 0.75, -length * 0.6], 0.02, paints.main);
    shape.ball([0.06, 0.12, 0.06], paints.dark, { at: [0, leg * 0.7, -length * 0.6] });
  },
};
