import type { Family } from '../family.ts';

/** Lorry: cab in front, box, tank or flat bed behind. */
export const truck: Family = {
  name: 'truck',
  front: true,
  build: (shape, paints, random) => {
    const width = random.uniform(0.38, 0.46);
    const cab = random.uniform(0.26, 0.34);
    const bed = random.uniform(0.55, 0.75);
    const wheel = random.uniform(0.09, 0.11);
    const cabHeight = random.uniform(0.36, 0.46);
    const front = (cab + bed) / 2;
    const floor = wheel * 1.5;
    shape.box([width * 0.7, 0.06, cab + bed], paints.dark, { at: [0, floor - 0.03, 0] });
    const cabZ = front - cab / 2;
    shape.rounded([width, cabHeight, cab], 0.04, paints.main, { at: [0, floor + cabHeight / 2, cabZ] });
    shape.box([width * 0.84, cabHeight * 0.36, 0.03], paints.glass, {
      at: [0, floor + cabHeight * 0.7, front],
    });
    for (const side of [-1, 1]) {
      shape.box([0.02, cabHeight * 0.34, cab * 0.5], paints.glass, {
        at: [(side * width) / 2, floor + cabHeight * 0.7, cabZ + 0.03],
      });
      shape.disc(0.035, 0.04, paints.light, [side * width * 0.36, floor + 0.07, front]);
    }
    shape.box([width * 0.5, 0.08, 0.02], paints.metal, { at: [0, floor + 0.1, front + 0.005] });
    const bedZ = -front + bed / 2;
    const load = random.int(0, 3);
    if (load === 0) {
      const height = random.uniform(0.38, 0.56);
      shape.box([width * 1.06, height, bed * 0.97], paints.accent, {
        at: [0, floor + height / 2, bedZ - 0.01],
      });
      shape.box([width, height * 0.9, 0.02], paints.metal, { at: [0, floor + height / 2, -front - 0.005] });
    } else if (load === 1) {
      shape.cylinder(width * 0.46, bed * 0.92, paints.accent, {
        at: [0, floor + width * 0.46, bedZ],
        turn: [90, 0, 0],
      });
    } else {
      shape.box([width * 1.04, 0.04, bed * 0.97], paints.wood, { at: [0, floor + 0.02, bedZ] });
      for (const side of [-1, 1])
        shape.box([0.03, 0.14, bed * 0.95], paints.accent, { at: [side * width * 0.5, floor + 0.09, bedZ] });
      shape.rounded([width * 0.6, 0.2, bed * 0.4], 0.03, paints.wood, {
        at: [0, floor + 0.13, bedZ - bed * 0.15],
      });
    }
    for (const side of [-1, 1]) {
      for (const z of [front - 0.14, -front + 0.12, -front + 0.34])
        shape.wheel(wheel, 0.1, paints.dark, paints.metal, [side * width * 0.44, wheel, z]);
    }
  },
};
