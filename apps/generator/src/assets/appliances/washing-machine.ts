import type { Family } from '../family.ts';

/** Front loader: the round door and the drawer are the front. */
export const washingMachine: Family = {
  name: 'washing-machine',
  front: true,
  room: { stands: 'wall', sizeM: [0.82, 0.9], carries: true },
  build: (shape, paints, random) => {
    const width = random.uniform(0.58, 0.66);
    const depth = random.uniform(0.52, 0.62);
    const height = random.uniform(0.8, 0.92);
    const face = depth / 2;
    shape.rounded([width, height, depth], 0.02, paints.main, { at: [0, height / 2, 0] });
    shape.rounded([width + 0.01, 0.03, depth + 0.01], 0.012, paints.linen, { at: [0, height + 0.005, 0] });
    shape.support(width * 0.9, depth * 0.9);
    const eye = random.uniform(0.17, 0.22);
    const doorY = height * random.uniform(0.42, 0.48);
    shape.ring(eye, 0.032, random.pick([paints.metal, paints.dark, paints.accent]), {
      at: [0, doorY, face + 0.02],
    });
    shape.ball([2 * eye, 2 * eye, 0.12], paints.glass, { at: [0, doorY, face] });
    shape.box([0.05, 0.1, 0.04], paints.dark, { at: [eye + 0.02, doorY, face + 0.04] });
    const panelY = height * 0.89;
    shape.box([width * 0.96, height * 0.14, 0.02], paints.plain, { at: [0, panelY, face + 0.005] });
    shape.rounded([width * 0.3, height * 0.1, 0.03], 0.01, paints.linen, {
      at: [-width * 0.3, panelY, face + 0.01],
    });
    shape.disc(0.045, 0.06, paints.metal, [width * 0.06, panelY, face + 0.02]);
    shape.box([width * 0.22, 0.05, 0.02], paints.dark, { at: [width * 0.31, panelY, face + 0.012] });
    shape.box([width * 0.12, 0.02, 0.02], paints.light, { at: [width * 0.31, panelY, face + 0.016] });
    shape.box([width, 0.06, 0.02], paints.dark, { at: [0, 0.03, face] });
  },
};
