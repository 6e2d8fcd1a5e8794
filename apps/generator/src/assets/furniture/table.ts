import type { Family } from '../family.ts';

/** Dining or coffee table, rectangular or round: no side of it is the front. */
export const table: Family = {
  name: 'table',
  front: false,
  room: { stands: 'floor', sizeM: [1.0, 1.6], carries: true },
  build: (shape, paints, random) => {
    const width = random.uniform(0.9, 1.4);
    const depth = random.uniform(0.6, 0.9);
    const height = random.uniform(0.46, 0.76);
    const thick = random.uniform(0.035, 0.07);
    const board = random.next() < 0.5 ? paints.wood : paints.main;
    const frame = random.pick([paints.main, paints.metal, paints.dark, paints.plain]);
    const round = random.next() < 0.4;
    const foot = random.pick(['legs', 'trestle', 'column'] as const);
    if (round) {
      const radius = width * 0.45;
      shape.cylinder(radius, thick, board, { at: [0, height - thick / 2, 0] }, 1, 40);
      shape.ring(radius - 0.005, thick * 0.35, frame, { at: [0, height - thick / 2, 0], turn: [90, 0, 0] });
      shape.support(radius * 1.34, radius * 1.34);
      if (foot === 'column') {
        shape.cylinder(0.07, height, frame, { at: [0, height / 2, 0] }, 0.7);
        shape.cylinder(radius * 0.55, 0.05, frame, { at: [0, 0.025, 0] }, 0.5, 30);
      } else shape.legs(radius * 0.6, radius * 0.6, height - thick, 0.032, frame, random.uniform(0, 0.07));
      return;
    }
    shape.rounded([width, thick, depth], 0.02, board, { at: [0, height - thick / 2, 0] });
    shape.support(width * 0.9, depth * 0.88);
    if (foot === 'legs') {
      shape.legs(
        width / 2 - 0.07,
        depth / 2 - 0.07,
        height - thick,
        0.035,
        frame,
        random.uniform(-0.01, 0.04),
      );
      shape.box([width - 0.12, 0.08, depth - 0.12], frame, { at: [0, height - thick - 0.04, 0] });
    } else {
      for (const side of [-1, 1]) {
        shape.box([0.06, height - thick, depth * 0.5], frame, {
          at: [side * width * 0.36, (height - thick) / 2, 0],
        });
        shape.box([0.09, 0.05, depth * 0.86], frame, { at: [side * width * 0.36, 0.025, 0] });
      }
      shape.box([width * 0.72, 0.07, 0.04], frame, { at: [0, height * 0.35, 0] });
    }
    if (random.next() < 0.3)
      shape.box([width * 0.26, 0.006, depth * 1.0], paints.accent, { at: [0, height + 0.001, 0] });
  },
};
