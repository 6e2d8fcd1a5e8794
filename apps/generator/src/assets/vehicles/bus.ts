import type { Family } from '../family.ts';

/** Bus: large windscreen, lamps and a destination sign are the front. */
export const bus: Family = {
  name: 'bus',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(1.9, 2.5);
    const width = random.uniform(0.56, 0.66);
    const decks = random.next() < 0.3 ? 2 : 1;
    const deck = random.uniform(0.48, 0.6);
    const wheel = random.uniform(0.11, 0.14);
    const low = wheel * 0.7;
    const height = deck * decks + 0.12;
    const [front, back] = [length / 2, -length / 2];
    shape.rounded([width, height, length], 0.06, paints.main, { at: [0, low + height / 2, 0] });
    shape.box([width * 1.01, 0.09, length * 0.97], paints.accent, { at: [0, low + 0.13, 0] });
    for (let d = 0; d < decks; d++) {
      const y = low + 0.2 + deck * d + deck * 0.42;
      const panes = random.int(4, 7);
      const pitch = (length * 0.86) / panes;
      for (let k = 0; k < panes; k++)
        shape.box([width * 1.015, deck * 0.44, pitch * 0.84], paints.glass, {
          at: [0, y, back + length * 0.06 + (k + 0.5) * pitch],
        });
      shape.rounded([width * 0.9, deck * 0.56, 0.04], 0.02, paints.glass, { at: [0, y - 0.01, front] });
      shape.box([width * 0.7, deck * 0.36, 0.03], paints.glass, { at: [0, y, back] });
    }
    shape.box([width * 0.66, 0.085, 0.05], paints.dark, { at: [0, low + height - 0.07, front - 0.005] });
    shape.box([width * 0.54, 0.045, 0.05], paints.light, { at: [0, low + height - 0.07, front + 0.001] });
    for (const side of [-1, 1]) {
      for (const z of [front - length * 0.2, back + length * 0.22])
        shape.wheel(wheel, 0.1, paints.dark, paints.metal, [side * (width / 2 - 0.03), wheel, z]);
      shape.disc(0.045, 0.05, paints.light, [side * width * 0.38, low + 0.12, front]);
      shape.box([0.08, 0.05, 0.04], paints.accent, { at: [side * width * 0.38, low + 0.16, back - 0.01] });
      shape.rod(
        [side * width * 0.48, low + height * 0.8, front - 0.03],
        [side * width * 0.6, low + height * 0.78, front + 0.08],
        0.012,
        paints.dark,
      );
      shape.box([0.05, 0.13, 0.03], paints.dark, {
        at: [side * width * 0.61, low + height * 0.7, front + 0.08],
      });
    }
    shape.box([0.02, deck * 0.86, 0.17], paints.glass, {
      at: [-width / 2 - 0.002, low + deck * 0.5, front - 0.13],
    });
    shape.box([width * 0.8, 0.05, 0.04], paints.dark, { at: [0, low + 0.03, front] });
    shape.rounded([width * 0.6, 0.06, length * 0.3], 0.02, paints.plain, {
      at: [0, low + height + 0.02, -length * 0.15],
    });
  },
};
