import type { Family } from '../family.ts';

/** Fish on a small stand, as an ornament: the mouth is the front. */
export const fish: Family = {
  name: 'fish',
  front: true,
  room: { stands: 'surface', sizeM: [0.25, 0.4] },
  build: (shape, paints, random) => {
    const length = random.uniform(0.66, 0.85);
    const tall = random.uniform(0.32, 0.54);
    const thick = random.uniform(0.2, 0.28);
    const y = 0.16 + tall / 2;
    shape.ball([thick, tall, length], paints.main, { at: [0, y, 0] });
    shape.ball([thick * 0.92, tall * 0.6, length * 0.5], paints.plain, { at: [0, y + 0.01, length * 0.24] });
    shape.ball([thick * 1.03, tall * 0.9, 0.07], paints.accent, { at: [0, y, length * 0.16] });
    if (random.next() < 0.6)
      shape.ball([thick * 0.88, tall * 0.74, 0.08], paints.accent, { at: [0, y, -length * 0.17] });
    const fin = random.uniform(0.2, 0.3);
    const back = -length * 0.42;
    shape.extrude(
      [
        [0.06, 0],
        [-fin, fin * 0.95],
        [-fin * 0.72, 0],
        [-fin, -fin * 0.95],
      ],
      0.04,
      paints.accent,
      { at: [0, y, back], turn: [0, -90, 0] },
      0.008,
    );
    const crest = random.uniform(0.1, 0.2);
    shape.extrude(
      [
        [length * 0.24, 0],
        [length * 0.05, crest],
        [-length * 0.26, crest * 0.75],
        [-length * 0.24, 0],
      ],
      0.03,
      paints.plain,
      { at: [0, y + tall * 0.42, 0], turn: [0, -90, 0] },
      0.006,
    );
    shape.extrude(
      [
        [length * 0.08, 0],
        [-length * 0.16, -crest * 0.8],
        [-length * 0.12, 0],
      ],
      0.03,
      paints.plain,
      { at: [0, y - tall * 0.42, 0], turn: [0, -90, 0] },
      0.006,
    );
    for (const side of [-1, 1]) {
      shape.ball([0.05, 0.1, 0.2], paints.accent, {
        at: [side * thick * 0.6, y - tall * 0.14, length * 0.06],
        turn: [24, side * -24, 0],
      });
      shape.ball([0.06, 0.11, 0.11], paints.linen, {
        at: [side * thick * 0.33, y + tall * 0.12, length * 0.34],
      });
      shape.ball([0.05, 0.06, 0.06], paints.dark, {
        at: [side * thick * 0.38, y + tall * 0.12, length * 0.355],
      });
    }
    shape.ring(0.05, 0.022, paints.plain, { at: [0, y - 0.02, length * 0.485] });
    shape.cylinder(0.022, 0.2, paints.metal, { at: [0, 0.12, 0] });
    shape.cylinder(0.16, 0.05, paints.wood, { at: [0, 0.025, 0] }, 0.85);
  },
};
