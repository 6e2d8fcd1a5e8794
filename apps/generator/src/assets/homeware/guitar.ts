import type { Family } from '../family.ts';

/** Guitar on a stand: the strings are the front. */
export const guitar: Family = {
  name: 'guitar',
  front: true,
  room: { stands: 'floor', sizeM: [1.0, 1.15] },
  build: (shape, paints, random) => {
    const lower = random.uniform(0.19, 0.24);
    const upper = lower * random.uniform(0.68, 0.85);
    const depth = random.uniform(0.12, 0.17);
    const base = 0.1;
    const waistY = base + lower * 1.7;
    const lean = -9;
    const rad = (lean * Math.PI) / 180;
    const at = (x: number, y: number, out: number): readonly [number, number, number] => [
      x,
      y * Math.cos(rad) - out * Math.sin(rad),
      y * Math.sin(rad) + out * Math.cos(rad) + 0.1,
    ];
    const turn = [lean, 0, 0] as const;
    const flat = [90 + lean, 0, 0] as const;
    shape.cylinder(lower, depth, paints.main, { at: at(0, base + lower, 0), turn: flat }, 1, 32);
    shape.cylinder(upper, depth, paints.main, { at: at(0, waistY + upper * 0.55, 0), turn: flat }, 1, 32);
    shape.box([lower * 1.2, lower * 0.9, depth], paints.main, { at: at(0, waistY - lower * 0.15, 0), turn });
    shape.cylinder(
      lower * 0.93,
      0.01,
      paints.wood,
      { at: at(0, base + lower, depth / 2), turn: flat },
      1,
      32,
    );
    shape.cylinder(
      upper * 0.92,
      0.01,
      paints.wood,
      { at: at(0, waistY + upper * 0.55, depth / 2), turn: flat },
      1,
      32,
    );
    shape.box([lower * 1.1, lower * 0.85, 0.01], paints.wood, {
      at: at(0, waistY - lower * 0.15, depth / 2),
      turn,
    });
    shape.cylinder(upper * 0.42, 0.02, paints.dark, { at: at(0, waistY + 0.02, depth / 2), turn: flat });
    shape.cylinder(upper * 0.47, 0.014, paints.accent, { at: at(0, waistY + 0.02, depth / 2), turn: flat });
    shape.box([lower * 0.8, 0.03, 0.03], paints.dark, {
      at: at(0, base + lower * 0.75, depth / 2 + 0.01),
      turn,
    });
    const neck = random.uniform(0.42, 0.52);
    const neckY = waistY + upper;
    shape.box([0.06, neck + upper, 0.035], paints.dark, {
      at: at(0, neckY + neck / 2 - upper / 2, depth / 2 + 0.012),
      turn,
    });
    shape.box([0.09, 0.16, 0.04], paints.plain, { at: at(0, neckY + neck + 0.07, depth / 2), turn });
    for (let k = 0; k < 6; k++)
      shape.ball([0.035, 0.03, 0.03], paints.metal, {
        at: at((k % 2 ? 1 : -1) * 0.06, neckY + neck + 0.03 + 0.04 * Math.floor(k / 2), depth / 2),
        turn,
      });
    for (const x of [-0.018, 0, 0.018])
      shape.rod(
        at(x, base + lower * 0.75, depth / 2 + 0.03),
        at(x, neckY + neck, depth / 2 + 0.035),
        0.003,
        paints.metal,
      );
    for (const side of [-1, 1])
      shape.rod([side * 0.13, 0, 0.24], [side * 0.06, base + 0.02, 0.02], 0.014, paints.dark);
    shape.rod([0, 0, -0.22], [0, base + lower, -0.02], 0.016, paints.dark);
  },
};
