import type { Family } from '../family.ts';

/** Open shelves with rows of books; low ones carry things on top. */
export const bookshelf: Family = {
  name: 'bookshelf',
  front: true,
  room: { stands: 'wall', sizeM: [1.1, 1.9] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.7, 1.2);
    const depth = random.uniform(0.28, 0.38);
    const shelves = random.int(2, 6);
    const bay = random.uniform(0.3, 0.38);
    const height = 0.08 + shelves * bay + 0.03;
    const body = random.next() < 0.5 ? paints.main : paints.plain;
    for (const side of [-1, 1])
      shape.box([0.04, height, depth], body, { at: [side * (width / 2 - 0.02), height / 2, 0] });
    shape.box([width, height - 0.04, 0.03], paints.wood, { at: [0, height / 2, -depth / 2 + 0.015] });
    shape.box([width + 0.03, 0.04, depth + 0.02], body, { at: [0, height - 0.02, 0] });
    shape.support(width * 0.94, depth * 0.9);
    const bindings = [paints.accent, paints.dark, paints.main, paints.linen, paints.wood, paints.plain];
    for (let k = 0; k < shelves; k++) {
      const floor = 0.08 + k * bay;
      shape.box([width - 0.06, 0.03, depth - 0.01], body, { at: [0, floor - 0.015, 0] });
      let x = -width / 2 + 0.07;
      const end = width / 2 - 0.08 - (random.next() < 0.5 ? random.uniform(0, 0.4) * width : 0);
      while (x < end) {
        const thick = random.uniform(0.03, 0.075);
        const tall = bay * random.uniform(0.6, 0.86);
        const lean = random.next() < 0.12 ? random.uniform(4, 12) : 0;
        shape.box([thick * 0.92, tall, depth * random.uniform(0.6, 0.8)], random.pick(bindings), {
          at: [x + thick / 2 + (lean > 0 ? 0.02 : 0), floor + tall / 2, random.uniform(0, 0.03)],
          turn: [0, 0, lean],
        });
        x += thick + (lean > 0 ? 0.05 : 0);
      }
      if (end < width * 0.3 && random.next() < 0.7)
        shape.ball([0.14, 0.16, 0.14], paints.accent, { at: [end + 0.12, floor + 0.08, 0.02] });
    }
  },
};
