import type { Family } from '../family.ts';

/** Windmill: the sails and the door are the front. */
export const windmill: Family = {
  name: 'windmill',
  front: true,
  build: (shape, paints, random) => {
    const foot = random.uniform(0.3, 0.38);
    const height = random.uniform(0.85, 1.05);
    const taper = random.uniform(0.55, 0.72);
    const sides = random.pick([6, 8, 26]);
    const cap = foot * taper;
    shape.cylinder(foot, height, paints.main, { at: [0, height / 2, 0] }, taper, sides);
    shape.cylinder(foot * 1.05, 0.1, paints.dark, { at: [0, 0.05, 0] }, 0.98, sides);
    if (random.next() < 0.5)
      shape.ball([cap * 2.1, cap * 1.6, cap * 2.1], paints.accent, { at: [0, height, 0] });
    else shape.cylinder(cap * 1.15, 0.3, paints.accent, { at: [0, height + 0.15, 0] }, 0.06, sides);
    const hubY = height * random.uniform(0.9, 0.97);
    const hubZ = cap + 0.14;
    shape.disc(0.06, 0.34, paints.wood, [0, hubY, hubZ - 0.14]);
    shape.ball([0.13, 0.13, 0.1], paints.dark, { at: [0, hubY, hubZ + 0.04] });
    const first = random.uniform(0, 90);
    const reach = random.uniform(0.56, 0.7);
    const blades = random.pick([4, 4, 6]);
    for (let k = 0; k < blades; k++) {
      const angle = first + (360 * k) / blades;
      const rad = (angle * Math.PI) / 180;
      const at = (along: number, aside: number, out: number): readonly [number, number, number] => [
        Math.sin(rad) * along + Math.cos(rad) * aside,
        hubY + Math.cos(rad) * along - Math.sin(rad) * aside,
        hubZ + out,
      ];
      shape.rod(at(0, 0, 0.02), at(reach, 0, 0.02), 0.02, paints.wood);
      shape.box([0.15, reach * 0.76, 0.012], paints.linen, {
        at: at(reach * 0.6, 0.075, 0.02),
        turn: [0, 0, -angle],
      });
      for (let r = 0; r < 5; r++)
        shape.box([0.16, 0.016, 0.02], paints.wood, {
          at: at(reach * (0.28 + r * 0.16), 0.075, 0.026),
          turn: [0, 0, -angle],
        });
    }
    shape.rounded([0.17, 0.28, 0.05], 0.02, paints.wood, { at: [0, 0.14, foot * 0.94] });
    for (const y of [0.42, 0.66])
      shape.box([0.12, 0.13, 0.06], paints.glass, { at: [0, height * y, foot + (cap - foot) * y - 0.02] });
    const gallery = height * random.uniform(0.28, 0.36);
    if (random.next() < 0.5)
      shape.cylinder(foot * 1.12, 0.035, paints.wood, { at: [0, gallery, 0] }, 1, sides);
  },
};
