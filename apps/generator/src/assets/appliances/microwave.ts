import type { Family } from '../family.ts';

/** Microwave oven: door with a window, and a panel with dial and keys on the front. */
export const microwave: Family = {
  name: 'microwave',
  front: true,
  room: { stands: 'surface', sizeM: [0.45, 0.54] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.9, 1.1);
    const height = random.uniform(0.5, 0.65);
    const depth = random.uniform(0.55, 0.75);
    const face = depth / 2;
    const panel = random.uniform(0.2, 0.28) * width;
    const side = random.next() < 0.85 ? 1 : -1;
    shape.rounded([width, height, depth], 0.03, paints.main, { at: [0, height / 2 + 0.03, 0] });
    shape.legs(width * 0.42, depth * 0.4, 0.05, 0.03, paints.dark);
    const doorWidth = width - panel - 0.06;
    const doorX = -side * (panel / 2);
    const middle = height / 2 + 0.03;
    shape.rounded([doorWidth, height * 0.9, 0.05], 0.02, paints.plain, { at: [doorX, middle, face] });
    shape.rounded([doorWidth * 0.76, height * 0.6, 0.03], 0.012, paints.glass, {
      at: [doorX, middle, face + 0.02],
    });
    const handleX = doorX + side * doorWidth * 0.45;
    shape.rod(
      [handleX, middle - height * 0.3, face + 0.07],
      [handleX, middle + height * 0.3, face + 0.07],
      0.022,
      paints.metal,
    );
    const panelX = side * (width / 2 - panel / 2 - 0.02);
    shape.box([panel, height * 0.9, 0.03], paints.dark, { at: [panelX, middle, face] });
    shape.box([panel * 0.8, height * 0.14, 0.02], paints.light, {
      at: [panelX, middle + height * 0.33, face + 0.015],
    });
    if (random.next() < 0.5)
      shape.disc(panel * 0.3, 0.06, paints.metal, [panelX, middle - height * 0.16, face + 0.03]);
    else
      for (let r = 0; r < 3; r++)
        for (let c = 0; c < 2; c++)
          shape.box([panel * 0.3, height * 0.09, 0.02], paints.accent, {
            at: [panelX + (c - 0.5) * panel * 0.42, middle + (0.12 - r * 0.15) * height, face + 0.02],
          });
  },
};
