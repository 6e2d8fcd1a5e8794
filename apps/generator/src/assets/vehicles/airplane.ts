import type { Family } from '../family.ts';

/** Propeller or jet aircraft; the nose is its front. */
export const airplane: Family = {
  name: 'airplane',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(0.9, 1.15);
    const radius = random.uniform(0.08, 0.12);
    const span = random.uniform(0.9, 1.25);
    const chord = random.uniform(0.18, 0.28);
    const sweep = random.uniform(-0.02, 0.18);
    const y = random.uniform(0.26, 0.34);
    const flat = [90, 0, 0] as const;
    shape.capsule(radius, length - 2 * radius, paints.main, { at: [0, y, 0], turn: flat });
    shape.cylinder(
      radius * 0.95,
      length * 0.3,
      paints.main,
      { at: [0, y + radius * 0.15, -length * 0.5], turn: [-90, 0, 0] },
      0.35,
    );
    const wingY = y + random.pick([-0.5, 0.75]) * radius;
    for (const side of [-1, 1]) {
      const wing = [
        [0, chord / 2],
        [(side * span) / 2, chord * 0.2 - sweep],
        [(side * span) / 2, -chord * 0.25 - sweep],
        [0, -chord / 2],
      ] as const;
      shape.extrude(wing, 0.035, paints.accent, { at: [0, wingY, 0.04], turn: flat }, 0.008);
      const tail = [
        [0, 0.08],
        [side * span * 0.19, -0.01],
        [side * span * 0.19, -0.09],
        [0, -0.07],
      ] as const;
      shape.extrude(tail, 0.025, paints.accent, { at: [0, y + 0.03, -length * 0.55], turn: flat }, 0.005);
      shape.wheel(0.06, 0.04, paints.dark, paints.metal, [side * 0.14, 0.06, 0.1]);
      shape.rod([side * 0.14, 0.06, 0.1], [side * 0.05, y - radius * 0.7, 0.08], 0.014, paints.metal);
    }
    const fin = random.uniform(0.2, 0.3);
    shape.extrude(
      [
        [-0.1, 0],
        [0.12, 0],
        [-0.02, fin],
        [-0.1, fin],
      ],
      0.028,
      paints.plain,
      { at: [0, y + radius * 0.3, -length * 0.53], turn: [0, -90, 0] },
      0.005,
    );
    shape.ball([radius * 1.3, radius * 1.2, length * 0.26], paints.glass, {
      at: [0, y + radius * 0.75, length * 0.22],
    });
    shape.rod([0, 0.05, length * 0.36], [0, y - radius * 0.5, length * 0.34], 0.014, paints.metal);
    shape.wheel(0.05, 0.035, paints.dark, paints.metal, [0, 0.05, length * 0.36]);
    if (random.next() < 0.55) {
      shape.cylinder(radius * 0.5, 0.1, paints.dark, { at: [0, y, length / 2 + 0.03], turn: flat }, 0.2);
      const blade = random.uniform(0, 90);
      for (const turn of [blade, blade + 90])
        shape.box([0.04, 0.36, 0.015], paints.dark, { at: [0, y, length / 2 + 0.03], turn: [0, 0, turn] });
    } else {
      for (const side of [-1, 1])
        shape.cylinder(0.055, 0.22, paints.metal, {
          at: [side * span * 0.22, wingY - 0.06, 0.05],
          turn: flat,
        });
    }
  },
};
