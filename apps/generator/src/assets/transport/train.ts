import type { Family } from '../family.ts';

/** Steam or diesel locomotive: lamp and buffers are the front. */
export const train: Family = {
  name: 'train',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(1.6, 2.1);
    const width = random.uniform(0.5, 0.6);
    const wheel = random.uniform(0.11, 0.15);
    const [front, back] = [length / 2, -length / 2];
    const deck = wheel * 2 + 0.02;
    shape.box([width, 0.08, length], paints.dark, { at: [0, deck, 0] });
    const steam = random.next() < 0.6;
    const cab = length * random.uniform(0.26, 0.34);
    const cabHeight = random.uniform(0.6, 0.72);
    shape.rounded([width * 1.02, cabHeight, cab], 0.03, paints.main, {
      at: [0, deck + cabHeight / 2, back + cab / 2 + 0.03],
    });
    shape.rounded([width * 1.16, 0.06, cab * 1.15], 0.028, paints.accent, {
      at: [0, deck + cabHeight + 0.02, back + cab / 2 + 0.03],
    });
    for (const side of [-1, 1])
      shape.box([0.03, cabHeight * 0.36, cab * 0.5], paints.glass, {
        at: [side * width * 0.51, deck + cabHeight * 0.66, back + cab / 2 + 0.04],
      });
    const hood = length - cab - 0.08;
    const boiler = random.uniform(0.18, 0.23);
    const middle = deck + 0.05 + boiler;
    if (steam) {
      shape.cylinder(
        boiler,
        hood,
        paints.main,
        { at: [0, middle, front - 0.04 - hood / 2], turn: [90, 0, 0] },
        1,
        28,
      );
      for (const share of [0.12, 0.4, 0.7])
        shape.ring(boiler + 0.004, 0.015, paints.metal, { at: [0, middle, front - 0.04 - hood * share] });
      shape.disc(boiler * 0.86, 0.04, paints.dark, [0, middle, front - 0.03]);
      const stack = random.uniform(0.16, 0.28);
      shape.cylinder(
        0.065,
        stack,
        paints.dark,
        { at: [0, middle + boiler + stack / 2 - 0.02, front - 0.22] },
        random.uniform(1.1, 1.7),
      );
      shape.ball([0.16, 0.18, 0.16], paints.metal, { at: [0, middle + boiler, front - 0.22 - hood * 0.35] });
      shape.disc(0.06, 0.09, paints.light, [0, middle + boiler * 0.9, front]);
    } else {
      shape.rounded([width * 0.86, 0.42, hood], 0.05, paints.main, {
        at: [0, deck + 0.24, front - 0.03 - hood / 2],
      });
      shape.box([width * 0.88, 0.09, hood * 0.98], paints.accent, {
        at: [0, deck + 0.17, front - 0.03 - hood / 2],
      });
      for (let k = 0; k < 5; k++)
        shape.box([width * 0.5, 0.02, 0.03], paints.dark, { at: [0, deck + 0.46, front - 0.2 - k * 0.09] });
      for (const side of [-1, 1])
        shape.disc(0.05, 0.04, paints.light, [side * width * 0.24, deck + 0.36, front - 0.02]);
    }
    for (const side of [-1, 1]) {
      const count = random.int(3, 5);
      for (let k = 0; k < count; k++)
        shape.wheel(wheel, 0.07, paints.accent, paints.metal, [
          side * width * 0.44,
          wheel,
          front - 0.2 - (k * (length - 0.42)) / (count - 1),
        ]);
      shape.box([0.03, 0.04, length * 0.66], paints.metal, { at: [side * (width * 0.44 + 0.05), wheel, 0] });
      shape.disc(0.05, 0.1, paints.metal, [side * width * 0.32, deck, front + 0.03]);
    }
    shape.extrude(
      [
        [-width / 2, 0],
        [width / 2, 0],
        [width * 0.3, 0.13],
        [-width * 0.3, 0.13],
      ],
      0.1,
      paints.accent,
      { at: [0, 0.03, front - 0.02], turn: [22, 0, 0] },
    );
  },
};
