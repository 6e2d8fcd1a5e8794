import type { Family } from '../family.ts';

/** Helicopter: the glazed nose is the front, the tail boom is behind. */
export const helicopter: Family = {
  name: 'helicopter',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(0.72, 0.9);
    const girth = random.uniform(0.36, 0.46);
    const y = random.uniform(0.36, 0.44);
    const boom = random.uniform(0.65, 0.85);
    const tail = -length * 0.35 - boom;
    shape.ball([girth, girth * 1.08, length], paints.main, { at: [0, y, 0] });
    shape.ball([girth * 0.94, girth * 0.86, length * 0.6], paints.glass, {
      at: [0, y + 0.05, length * 0.24],
    });
    shape.ball([girth * 0.99, girth * 0.5, length * 0.99], paints.plain, {
      at: [0, y - girth * 0.28, 0.005],
    });
    shape.rod([0, y + 0.05, -length * 0.3], [0, y + 0.12, tail], 0.085, paints.main, 0.5);
    const fin = random.uniform(0.26, 0.36);
    shape.extrude(
      [
        [-0.1, 0],
        [0.1, 0],
        [0, fin],
        [-0.1, fin],
      ],
      0.035,
      paints.accent,
      { at: [0, y + 0.08, tail], turn: [0, -90, 0] },
    );
    shape.box([0.4, 0.025, 0.12], paints.accent, { at: [0, y + 0.1, tail + 0.2] });
    for (let k = 0; k < 2; k++)
      shape.box([0.02, 0.34, 0.045], paints.dark, { at: [0.05, y + 0.2, tail], turn: [k * 90 + 25, 0, 0] });
    shape.disc(0.03, 0.02, paints.metal, [0.05, y + 0.2, tail]);
    const mast = y + girth * 0.54;
    shape.cylinder(0.05, 0.2, paints.metal, { at: [0, mast + 0.05, -0.02] });
    shape.rounded([girth * 0.5, 0.1, length * 0.4], 0.04, paints.plain, { at: [0, mast, -0.06] });
    const blades = random.int(3, 6);
    const reach = random.uniform(0.62, 0.78);
    const first = random.uniform(0, 90);
    for (let k = 0; k < blades; k++) {
      const angle = first + (360 * k) / blades;
      const rad = (angle * Math.PI) / 180;
      shape.box([0.07, 0.018, reach], paints.dark, {
        at: [(Math.sin(rad) * reach) / 2, mast + 0.15, (Math.cos(rad) * reach) / 2 - 0.02],
        turn: [0, angle, 0],
      });
    }
    shape.ball([0.12, 0.06, 0.12], paints.accent, { at: [0, mast + 0.16, -0.02] });
    for (const side of [-1, 1]) {
      const x = side * girth * 0.48;
      shape.rod([x, 0.02, -length * 0.42], [x, 0.02, length * 0.4], 0.022, paints.metal);
      shape.rod([x, 0.02, length * 0.4], [x, 0.09, length * 0.5], 0.02, paints.metal);
      for (const z of [-0.18, 0.18])
        shape.rod([x, 0.02, z], [side * girth * 0.25, y - girth * 0.4, z], 0.016, paints.metal);
      shape.box([0.02, girth * 0.5, length * 0.24], paints.accent, {
        at: [side * girth * 0.49, y - 0.03, -length * 0.1],
      });
    }
    shape.disc(0.035, 0.03, paints.light, [0, y - girth * 0.3, length * 0.42]);
  },
};
