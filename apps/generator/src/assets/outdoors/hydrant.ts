import type { Family } from '../family.ts';

/** Fire hydrant: the large nozzle is the front. */
export const hydrant: Family = {
  name: 'hydrant',
  front: true,
  room: { stands: 'floor', sizeM: [0.75, 0.95] },
  build: (shape, paints, random) => {
    const radius = random.uniform(0.14, 0.19);
    const height = random.uniform(0.6, 0.78);
    const sides = random.pick([8, 26]);
    shape.cylinder(radius * 1.5, 0.06, paints.metal, { at: [0, 0.03, 0] });
    shape.cylinder(radius * 1.1, height, paints.main, { at: [0, height / 2, 0] }, 0.9, sides);
    for (const y of [0.09, height * 0.97])
      shape.cylinder(radius * 1.25, 0.05, paints.plain, { at: [0, y, 0] });
    shape.ball([radius * 2.1, radius * 1.9, radius * 2.1], paints.main, { at: [0, height, 0] });
    shape.cylinder(0.05, 0.1, paints.metal, { at: [0, height + radius * 1.05, 0] }, 1, 5);
    const nozzle = height * random.uniform(0.6, 0.74);
    const bore = radius * random.uniform(0.5, 0.62);
    shape.disc(bore, radius * 1.5, paints.plain, [0, nozzle, radius * 0.8]);
    shape.disc(bore * 1.22, 0.06, paints.accent, [0, nozzle, radius * 1.55]);
    shape.cylinder(0.03, 0.07, paints.metal, { at: [0, nozzle, radius * 1.7], turn: [90, 0, 0] }, 1, 5);
    for (const side of [-1, 1]) {
      const y = nozzle + random.uniform(-0.02, 0.08);
      shape.cylinder(bore * 0.66, radius * 1.1, paints.plain, {
        at: [side * radius * 1.1, y, 0],
        turn: [0, 0, 90],
      });
      shape.cylinder(bore * 0.82, 0.05, paints.accent, {
        at: [side * radius * 1.65, y, 0],
        turn: [0, 0, 90],
      });
    }
    if (random.next() < 0.6)
      shape.ring(
        0.09,
        0.012,
        paints.metal,
        { at: [radius * 0.5, nozzle - 0.08, radius * 1.25], turn: [0, 40, 180] },
        180,
      );
    for (let k = 0; k < 6; k++) {
      const angle = (k * Math.PI) / 3;
      shape.ball([0.035, 0.035, 0.035], paints.metal, {
        at: [radius * 1.3 * Math.sin(angle), 0.07, radius * 1.3 * Math.cos(angle)],
      });
    }
  },
};
