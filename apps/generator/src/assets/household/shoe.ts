import type { Family } from '../family.ts';

/** Sneaker or boot: the toe is its front. */
export const shoe: Family = {
  name: 'shoe',
  front: true,
  room: { stands: 'floor', sizeM: [0.26, 0.33] },
  build: (shape, paints, random) => {
    const length = random.uniform(0.9, 1.05);
    const width = random.uniform(0.32, 0.4);
    const sole = random.uniform(0.07, 0.13);
    const collar = random.uniform(0.34, 0.7);
    const toe = random.uniform(0.2, 0.26);
    const half = width / 2;
    const [heel, tip] = [-length / 2, length / 2];
    // Footprint in xy, laid flat: y of the outline becomes z.
    const print = Array.from({ length: 20 }, (_, k) => {
      const angle = (2 * Math.PI * k) / 20;
      const z = (length / 2) * Math.sin(angle);
      const waist = 1 - 0.12 * Math.exp(-(((z + 0.06) / 0.2) ** 2));
      return [half * waist * Math.sign(Math.cos(angle)) * Math.abs(Math.cos(angle)) ** 0.6, z] as const;
    });
    const flat = [90, 0, 0] as const;
    shape.extrude(print, sole, paints.light, { at: [0, sole / 2, 0], turn: flat }, 0.015);
    shape.extrude(print, sole * 0.35, paints.dark, { at: [0, sole * 0.17, 0], turn: flat }, 0.022);
    // Vamp: the toe box and the instep; quarter: the part around the ankle.
    shape.ball([width * 0.98, toe * 2, length * 0.62], paints.main, { at: [0, sole, tip - length * 0.32] });
    shape.ball([width * 0.99, toe * 1.2, length * 0.22], paints.accent, {
      at: [0, sole + 0.02, tip - length * 0.115],
    });
    const ankle = heel + length * 0.26;
    shape.cylinder(
      half * 0.98,
      collar,
      paints.main,
      { at: [0, sole + collar / 2, ankle], turn: [-4, 0, 0] },
      0.82,
    );
    shape.ball([width * 0.96, toe * 1.7, length * 0.5], paints.main, { at: [0, sole, ankle] });
    shape.cylinder(half * 0.66, 0.04, paints.dark, {
      at: [0, sole + collar, ankle + 0.02],
      turn: [-4, 0, 0],
    });
    shape.ring(half * 0.76, 0.035, paints.accent, {
      at: [0, sole + collar - 0.01, ankle + 0.015],
      turn: [86, 0, 0],
    });
    // Tongue with laces runs from the collar down to the toe box.
    const [top, low] = [
      [0, sole + collar * 0.95, ankle + half * 0.75],
      [0, sole + toe * 0.92, tip - length * 0.3],
    ] as const;
    shape.rod(top, low, width * 0.2, paints.plain);
    for (let k = 0; k < 4; k++) {
      const share = (k + 0.6) / 4.4;
      const y = top[1] + (low[1] - top[1]) * share + width * 0.16;
      const z = top[2] + (low[2] - top[2]) * share + width * 0.08;
      shape.rod([-width * 0.24, y - 0.03, z], [width * 0.24, y - 0.03, z], 0.022, paints.light);
    }
    for (const side of [-1, 1]) {
      shape.box([0.02, 0.08, 0.3], paints.accent, {
        at: [side * half * 0.97, sole + toe * 0.55, -0.06],
        turn: [-18, 0, 0],
      });
    }
  },
};
