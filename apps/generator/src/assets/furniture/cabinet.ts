import type { Family } from '../family.ts';

/** Sideboard or chest of drawers; doors, drawers and handles are the front. */
export const cabinet: Family = {
  name: 'cabinet',
  front: true,
  room: { stands: 'wall', sizeM: [0.9, 1.5], carries: true },
  build: (shape, paints, random) => {
    const width = random.uniform(0.8, 1.4);
    const depth = random.uniform(0.38, 0.5);
    const leg = random.uniform(0.06, 0.2);
    const height = random.uniform(0.62, 1.0);
    const body = height - leg;
    const face = depth / 2;
    shape.legs(width / 2 - 0.06, depth / 2 - 0.06, leg, 0.03, paints.dark);
    shape.box([width, body - 0.03, depth], paints.main, { at: [0, leg + (body - 0.03) / 2, 0] });
    shape.rounded([width + 0.04, 0.045, depth + 0.04], 0.015, paints.wood, { at: [0, height - 0.0225, 0] });
    shape.support(width * 0.94, depth * 0.9);
    const columns = random.int(1, 4);
    const front = random.next() < 0.6 ? paints.plain : paints.wood;
    for (let c = 0; c < columns; c++) {
      const wide = (width - 0.06) / columns;
      const x = (c + 0.5) * wide - (width - 0.06) / 2;
      const rows = random.next() < 0.5 ? 1 : random.int(2, 5);
      const tall = (body - 0.1) / rows;
      for (let r = 0; r < rows; r++) {
        const y = leg + 0.03 + (r + 0.5) * tall;
        shape.rounded([wide * 0.93, tall * 0.92, 0.035], 0.01, front, { at: [x, y, face + 0.01] });
        if (rows === 1)
          shape.rod(
            [x + (c % 2 ? -1 : 1) * wide * 0.36, y - 0.06, face + 0.05],
            [x + (c % 2 ? -1 : 1) * wide * 0.36, y + 0.06, face + 0.05],
            0.012,
            paints.metal,
          );
        else shape.box([wide * 0.3, 0.02, 0.03], paints.metal, { at: [x, y + tall * 0.1, face + 0.04] });
      }
    }
  },
};
