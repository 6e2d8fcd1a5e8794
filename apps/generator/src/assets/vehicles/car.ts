import type { Family } from '../family.ts';

/** Saloon, hatchback or estate, by where the cabin stands and how steep its panes are. */
export const car: Family = {
  name: 'car',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(0.95, 1.15);
    const width = random.uniform(0.42, 0.52);
    const wheel = random.uniform(0.1, 0.13);
    const hood = random.uniform(0.18, 0.32) * length;
    const boot = random.uniform(0.02, 0.24) * length;
    const [front, back] = [length / 2, -length / 2];
    const [low, belt] = [wheel * 0.7, wheel * 0.7 + random.uniform(0.19, 0.24)];
    const roof = belt + random.uniform(0.15, 0.22);
    // Side outline with x forward; turned so that forward is +Z.
    const turn = [0, -90, 0] as const;
    const hull = [
      [back, low],
      [front, low],
      [front, belt - 0.08],
      [front - 0.05, belt - 0.03],
      [front - hood, belt],
      [back + boot, belt],
      [back, belt - 0.02],
    ] as const;
    shape.extrude(hull, width, paints.main, { turn }, 0.025);
    const [wind, rear] = [random.uniform(0.1, 0.2), random.uniform(0.04, 0.14)];
    const cabin = [
      [front - hood, belt],
      [front - hood - wind, roof],
      [back + boot + rear, roof],
      [back + boot, belt],
    ] as const;
    shape.extrude(cabin, width * 0.86, paints.glass, { turn }, 0.01);
    const roofLength = length - hood - wind - boot - rear;
    shape.rounded([width * 0.84, 0.04, roofLength + 0.04], 0.018, paints.plain, {
      at: [0, roof, (back + boot + rear + front - hood - wind) / 2],
    });
    for (const side of [-1, 1]) {
      for (const z of [front - 0.2, back + 0.2])
        shape.wheel(wheel, 0.09, paints.dark, paints.metal, [(side * width) / 2, wheel, z]);
      shape.disc(0.045, 0.05, paints.light, [side * width * 0.34, belt - 0.09, front]);
      shape.box([0.1, 0.05, 0.03], paints.accent, { at: [side * width * 0.34, belt - 0.07, back - 0.012] });
      shape.box([0.05, 0.04, 0.05], paints.plain, {
        at: [side * (width / 2 + 0.03), belt + 0.03, front - hood - 0.04],
      });
    }
    shape.box([width * 0.4, 0.06, 0.03], paints.dark, { at: [0, low + 0.07, front + 0.015] });
  },
};
