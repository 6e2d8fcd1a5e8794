import type { Family } from '../family.ts';

/** Mailbox on a post: the flap is its front, the flag stands on its side. */
export const mailbox: Family = {
  name: 'mailbox',
  front: true,
  room: { stands: 'floor', sizeM: [1.0, 1.3] },
  build: (shape, paints, random) => {
    const width = random.uniform(0.3, 0.4);
    const length = random.uniform(0.5, 0.7);
    const wall = random.uniform(0.14, 0.24);
    const post = random.uniform(0.35, 0.6);
    const y = post + wall / 2;
    shape.box([0.09, post, 0.09], paints.wood, { at: [0, post / 2, -0.02] });
    shape.box([width * 1.05, 0.04, length * 0.9], paints.wood, { at: [0, post, 0] });
    shape.box([width, wall, length], paints.main, { at: [0, y, 0] });
    shape.cylinder(width / 2, length, paints.main, { at: [0, post + wall, 0], turn: [90, 0, 0] });
    shape.box([width * 0.94, wall, 0.03], paints.accent, { at: [0, y, length / 2 + 0.01] });
    shape.disc(width * 0.47, 0.03, paints.accent, [0, post + wall, length / 2 + 0.01]);
    shape.ball([0.05, 0.04, 0.06], paints.metal, { at: [0, post + wall + width * 0.25, length / 2 + 0.035] });
    shape.box([width * 0.6, 0.04, 0.02], paints.dark, { at: [0, post + wall, length / 2 + 0.03] });
    const up = random.next() < 0.5;
    const x = width / 2 + 0.02;
    shape.box([0.02, up ? 0.26 : 0.03, up ? 0.03 : 0.26], paints.light, {
      at: [x, post + wall + (up ? 0.08 : 0), up ? 0 : -0.1],
    });
    shape.box([0.022, 0.09, 0.12], paints.accent, {
      at: [x, post + wall + (up ? 0.2 : 0), up ? 0.04 : -0.22],
    });
    shape.ball([0.22, 0.05, 0.22], paints.dark, { at: [0, 0.01, -0.02] });
  },
};
