import type { Family } from '../family.ts';

/** Motorcycle: lamp, fork and handlebar are the front. */
export const motorcycle: Family = {
  name: 'motorcycle',
  front: true,
  build: (shape, paints, random) => {
    const wheel = random.uniform(0.27, 0.33);
    const base = random.uniform(1.2, 1.45);
    const rake = random.uniform(0.14, 0.34);
    const [front, back] = [base / 2, -base / 2];
    const barY = random.uniform(0.92, 1.08);
    const head = front - rake;
    for (const z of [front, back]) {
      shape.ring(wheel - 0.06, 0.075, paints.dark, { at: [0, wheel + 0.015, z], turn: [0, 90, 0] });
      shape.wheel(wheel * 0.62, 0.05, paints.metal, paints.dark, [0, wheel + 0.015, z]);
      shape.ring(
        wheel + 0.05,
        0.05,
        paints.plain,
        { at: [0, wheel + 0.02, z], turn: [0, 90, z > 0 ? -60 : 30] },
        110,
      );
    }
    shape.rounded([0.3, 0.3, 0.42], 0.06, paints.metal, { at: [0, 0.42, 0.02] });
    for (let k = 0; k < 4; k++) shape.box([0.36, 0.02, 0.3], paints.dark, { at: [0, 0.36 + k * 0.07, 0.04] });
    const tank = random.uniform(0.24, 0.34);
    shape.ball([tank, 0.26, 0.56], paints.main, { at: [0, 0.74, 0.14] });
    shape.ball([tank * 1.04, 0.08, 0.5], paints.accent, { at: [0, 0.72, 0.14] });
    const seat = random.uniform(0.5, 0.7);
    shape.rounded([0.26, 0.1, seat], 0.045, paints.dark, {
      at: [0, 0.7, -0.06 - seat / 2],
      turn: [-4, 0, 0],
    });
    shape.rounded([0.2, 0.16, 0.34], 0.05, paints.main, { at: [0, 0.66, back * 0.78], turn: [-14, 0, 0] });
    shape.box([0.14, 0.06, 0.04], paints.accent, { at: [0, 0.68, back - 0.05] });
    for (const side of [-1, 1]) {
      shape.rod([side * 0.1, wheel, front], [side * 0.1, barY - 0.08, head], 0.028, paints.metal);
      shape.rod([side * 0.1, barY - 0.08, head], [side * 0.34, barY + 0.02, head - 0.1], 0.022, paints.metal);
      shape.rod([side * 0.32, barY + 0.02, head - 0.1], [side * 0.42, barY, head - 0.2], 0.034, paints.dark);
      shape.rod([side * 0.1, 0.4, -0.1], [side * 0.1, wheel, back], 0.03, paints.dark);
      shape.rod([side * 0.17, 0.34, 0.14], [side * 0.18, 0.26, back * 0.8], 0.05, paints.metal, 1.3);
      shape.ball([0.07, 0.1, 0.06], paints.metal, { at: [side * 0.32, barY + 0.16, head - 0.08] });
      shape.rod(
        [side * 0.3, barY + 0.02, head - 0.09],
        [side * 0.32, barY + 0.13, head - 0.08],
        0.01,
        paints.metal,
      );
    }
    shape.disc(0.11, 0.14, paints.plain, [0, barY - 0.1, head + 0.1]);
    shape.disc(0.095, 0.15, paints.light, [0, barY - 0.1, head + 0.11]);
    if (random.next() < 0.5)
      shape.box([0.34, 0.3, 0.015], paints.glass, { at: [0, barY + 0.12, head + 0.06], turn: [-24, 0, 0] });
    if (random.next() < 0.4)
      for (const side of [-1, 1])
        shape.rounded([0.14, 0.26, 0.34], 0.04, paints.accent, { at: [side * 0.24, 0.5, back * 0.8] });
  },
};
