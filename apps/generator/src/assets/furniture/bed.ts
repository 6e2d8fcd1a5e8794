import type { Family } from '../family.ts';

/** Bed with its headboard at the back: the foot end is the front. */
export const bed: Family = {
  name: 'bed',
  front: true,
  room: { stands: 'wall', sizeM: [1.9, 2.15] },
  build: (shape, paints, random) => {
    const length = random.uniform(1.9, 2.1);
    const width = random.uniform(0.9, 1.7);
    const frameY = random.uniform(0.24, 0.36);
    const mattress = random.uniform(0.16, 0.24);
    const head = random.uniform(0.75, 1.1);
    const frame = random.pick([paints.wood, paints.dark, paints.accent]);
    const [back, foot] = [-length / 2, length / 2];
    shape.legs(width / 2 - 0.06, length / 2 - 0.06, frameY, 0.035, frame);
    shape.rounded([width, 0.1, length], 0.03, frame, { at: [0, frameY, 0] });
    shape.rounded([width, head, 0.08], random.uniform(0.01, 0.04), frame, { at: [0, head / 2, back + 0.04] });
    if (random.next() < 0.5) {
      const bars = random.int(3, 7);
      for (let k = 0; k < bars; k++)
        shape.box([width * (0.7 / bars), head * 0.25, 0.1], paints.plain, {
          at: [((k + 0.5) / bars - 0.5) * width * 0.9, head * 0.84, back + 0.04],
        });
    }
    const top = frameY + 0.05 + mattress;
    shape.rounded([width * 0.97, mattress, length - 0.12], 0.07, paints.linen, {
      at: [0, frameY + 0.05 + mattress / 2, 0.03],
    });
    const cover = random.uniform(0.55, 0.72) * length;
    shape.rounded([width * 1.03, mattress * 0.9, cover], 0.06, paints.main, {
      at: [0, top - mattress * 0.36, foot - cover / 2],
    });
    shape.rounded([width * 1.04, 0.05, 0.2], 0.02, paints.accent, {
      at: [0, top + 0.03, foot - cover + 0.08],
    });
    const pillows = width > 1.2 ? [-1, 1] : [0];
    for (const side of pillows)
      shape.rounded([Math.min(0.62, width * 0.44), 0.14, 0.36], 0.065, paints.linen, {
        at: [side * width * 0.24, top + 0.06, back + 0.32],
        turn: [-14, random.uniform(-6, 6), 0],
      });
    if (random.next() < 0.4)
      shape.box([width, frameY + 0.18, 0.06], frame, { at: [0, (frameY + 0.18) / 2, foot] });
  },
};
