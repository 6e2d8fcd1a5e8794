import type { Family } from '../family.ts';

/** Open laptop: one sits before its keyboard, at its front. */
export const laptop: Family = {
  name: 'laptop',
  front: true,
  room: { stands: 'surface', sizeM: [0.31, 0.4] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.9, 1.05);
    const depth = random.uniform(0.6, 0.72);
    const thick = random.uniform(0.035, 0.06);
    const lean = random.uniform(-32, -8);
    shape.rounded([width, thick, depth], 0.015, paints.main, { at: [0, thick / 2, 0] });
    shape.box([width * 0.86, 0.012, depth * 0.46], paints.dark, { at: [0, thick, -depth * 0.16] });
    const rows = random.int(4, 6);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < 10; c++)
        shape.box([width * 0.068, 0.012, (depth * 0.36) / rows], paints.plain, {
          at: [(c - 4.5) * width * 0.082, thick + 0.008, -depth * (0.34 - (0.42 * (r + 0.5)) / rows)],
        });
    shape.box([width * 0.3, 0.01, depth * 0.22], paints.metal, { at: [0, thick, depth * 0.3] });
    const tall = depth * random.uniform(0.9, 1.02);
    const rad = (lean * Math.PI) / 180;
    const place = (share: number, out: number): readonly [number, number, number] => [
      0,
      thick + Math.cos(rad) * tall * share - Math.sin(rad) * 0,
      -depth / 2 + 0.02 + Math.sin(rad) * tall * share + out,
    ];
    shape.rounded([width, tall, 0.03], 0.012, paints.plain, { at: place(0.5, 0), turn: [lean, 0, 0] });
    shape.box([width * 0.92, tall * 0.86, 0.012], paints.dark, {
      at: place(0.52, 0.014),
      turn: [lean, 0, 0],
    });
    shape.box([width * 0.86, tall * 0.76, 0.012], random.pick([paints.glass, paints.light]), {
      at: place(0.52, 0.018),
      turn: [lean, 0, 0],
    });
    shape.box([width * 0.86, tall * 0.1, 0.012], paints.accent, {
      at: place(0.82, 0.021),
      turn: [lean, 0, 0],
    });
    shape.disc(0.06, 0.01, paints.accent, [0, place(0.5, -0.02)[1], place(0.5, -0.02)[2]]);
  },
};
