import type { Family } from '../family.ts';

/** Desk printer: paper stands in its back and comes out of the front. */
export const printer: Family = {
  name: 'printer',
  front: true,
  room: { stands: 'surface', sizeM: [0.42, 0.5] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.85, 1);
    const depth = random.uniform(0.55, 0.7);
    const height = random.uniform(0.32, 0.48);
    const face = depth / 2;
    shape.rounded([width, height, depth], 0.05, paints.main, { at: [0, height / 2, 0] });
    shape.rounded([width * 0.94, 0.06, depth * 0.8], 0.02, paints.plain, { at: [0, height + 0.02, -0.02] });
    shape.box([width * 0.7, height * 0.3, 0.04], paints.dark, { at: [0, height * 0.38, face - 0.005] });
    const tray = random.uniform(0.2, 0.34);
    shape.box([width * 0.62, 0.025, tray], paints.dark, { at: [0, height * 0.2, face + tray / 2] });
    shape.box([width * 0.52, 0.02, tray * 0.9], paints.linen, {
      at: [0, height * 0.24, face + tray / 2 - 0.02],
    });
    const lean = random.uniform(-24, -10);
    const sheet = random.uniform(0.3, 0.5);
    shape.box([width * 0.6, sheet, 0.03], paints.plain, {
      at: [0, height + sheet / 2, -depth * 0.38],
      turn: [lean, 0, 0],
    });
    shape.box([width * 0.52, sheet, 0.02], paints.linen, {
      at: [0, height + sheet * 0.58, -depth * 0.38 + 0.03],
      turn: [lean, 0, 0],
    });
    const panelX = random.pick([-1, 1]) * width * 0.34;
    shape.box([width * 0.2, 0.1, 0.02], paints.dark, {
      at: [panelX, height * 0.78, face + 0.005],
      turn: [-8, 0, 0],
    });
    shape.box([width * 0.13, 0.06, 0.02], paints.light, {
      at: [panelX, height * 0.79, face + 0.014],
      turn: [-8, 0, 0],
    });
    for (let k = 0; k < 3; k++)
      shape.disc(0.018, 0.03, paints.accent, [-panelX + (k - 1) * 0.07, height * 0.78, face + 0.01]);
  },
};
