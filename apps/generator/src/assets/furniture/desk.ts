import type { Family } from '../family.ts';

/** Table with a block of drawers on one side; the drawers and the knee hole are its front. */
export const desk: Family = {
  name: 'desk',
  front: true,
  room: { stands: 'wall', sizeM: [1.2, 1.6] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.95, 1.3);
    const depth = random.uniform(0.5, 0.68);
    const height = random.uniform(0.62, 0.78);
    const blockWidth = width * random.uniform(0.28, 0.4);
    const side = random.pick([-1, 1]);
    const top = random.next() < 0.5 ? paints.wood : paints.main;
    shape.rounded([width, 0.06, depth], 0.02, top, { at: [0, height, 0] });
    const blockX = side * (width / 2 - blockWidth / 2 - 0.02);
    shape.box([blockWidth, height - 0.08, depth * 0.92], paints.main, { at: [blockX, height / 2, 0] });
    const drawers = random.int(2, 5);
    const pitch = (height - 0.12) / drawers;
    for (let k = 0; k < drawers; k++) {
      const y = 0.08 + (k + 0.5) * pitch;
      shape.rounded([blockWidth * 0.88, pitch * 0.82, 0.05], 0.015, paints.wood, {
        at: [blockX, y, depth * 0.46],
      });
      shape.ball([0.05, 0.05, 0.05], paints.metal, { at: [blockX, y, depth * 0.46 + 0.045] });
    }
    const legX = -side * (width / 2 - 0.06);
    for (const z of [-1, 1])
      shape.rod([legX, 0, z * depth * 0.42], [legX, height, z * depth * 0.42], 0.03, paints.metal);
    shape.box([width * 0.9, height * 0.4, 0.03], paints.main, { at: [0, height * 0.72, -depth * 0.42] });
    if (random.next() < 0.6) {
      shape.box([0.34, 0.02, 0.22], paints.dark, { at: [-side * 0.15, height + 0.04, 0.05] });
      shape.box([0.34, 0.24, 0.02], paints.dark, {
        at: [-side * 0.15, height + 0.15, -0.09],
        turn: [-12, 0, 0],
      });
      shape.box([0.3, 0.2, 0.01], paints.glass, {
        at: [-side * 0.15, height + 0.15, -0.075],
        turn: [-12, 0, 0],
      });
    }
  },
};
