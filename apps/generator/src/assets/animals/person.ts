import type { Family } from '../family.ts';

import { paint } from '../paint/paint.ts';
import { hex } from '../paint/palette.ts';

const SKINS = ['f0c9a4', 'd9a06f', 'a56b43', '6f4529', 'c58c5d'].map(hex);
const HAIRS = ['241a14', '5a3a20', '8d8781', 'b98a4a', '7a2f1c'].map(hex);

/** Walking person: face, toes, the stride and a badge or bag strap on the chest make the front unmistakable. */
export const person: Family = {
  name: 'person',
  front: true,
  room: { stands: 'floor', sizeM: [1.5, 1.85] },
  build: (shape, paints, random) => {
    const leg = random.uniform(0.78, 0.88);
    const torso = random.uniform(0.52, 0.6);
    const shoulder = random.uniform(0.36, 0.46);
    const head = random.uniform(0.22, 0.25);
    const skin = paint(random.pick(SKINS), { roughness: 0.6 });
    const hair = paint(random.pick(HAIRS), { roughness: 0.8 });
    const trousers = random.pick([paints.dark, paints.accent]);
    const stride = random.uniform(0.08, 0.2);
    const skirt = random.next() < 0.25;
    for (const side of [-1, 1]) {
      const [x, z] = [side * 0.1, side * stride];
      shape.rod(
        [x, 0.08, z * 1.1 - 0.02],
        [x, leg * 0.52, z * 0.6 + 0.03],
        0.055,
        skirt ? skin : trousers,
        1.25,
      );
      shape.rod(
        [x, leg * 0.5, z * 0.6 + 0.03],
        [x * 0.85, leg + 0.02, 0],
        0.075,
        skirt ? skin : trousers,
        1.2,
      );
      shape.rounded([0.11, 0.09, 0.28], 0.04, paints.dark, { at: [x, 0.045, z * 1.1 + 0.05] });
      const swing = -side * stride * 0.9;
      const [sx, sy] = [side * (shoulder / 2 + 0.02), leg + torso * 0.9];
      shape.rod([sx + side * 0.03, leg + torso * 0.42, swing * 0.6], [sx, sy, 0], 0.05, paints.main, 1.15);
      shape.rod(
        [sx + side * 0.02, leg + 0.02, swing * 1.2 + 0.1],
        [sx + side * 0.03, leg + torso * 0.44, swing * 0.6],
        0.042,
        random.next() < 0.5 ? skin : paints.main,
      );
      shape.ball([0.09, 0.11, 0.1], skin, { at: [sx + side * 0.02, leg - 0.03, swing * 1.25 + 0.13] });
      shape.ball([0.13, 0.13, 0.14], paints.main, { at: [sx, sy, 0] });
    }
    if (skirt) shape.cylinder(0.24, leg * 0.5, trousers, { at: [0, leg * 0.8, 0] }, 0.58, 24);
    shape.rounded([shoulder, torso, 0.24], 0.09, paints.main, { at: [0, leg + torso / 2, 0] });
    shape.rounded([shoulder * 0.84, 0.16, 0.23], 0.06, trousers, { at: [0, leg + 0.04, 0] });
    const chest = random.pick(['badge', 'tie', 'buttons'] as const);
    const y = leg + torso * 0.7;
    if (chest === 'badge')
      shape.rounded([0.14, 0.17, 0.03], 0.012, paints.linen, { at: [0, y - 0.06, 0.125] });
    if (chest === 'tie')
      shape.extrude(
        [
          [-0.03, 0.24],
          [0.03, 0.24],
          [0.055, 0.02],
          [0, -0.04],
          [-0.055, 0.02],
        ],
        0.02,
        paints.accent,
        { at: [0, y - 0.14, 0.125] },
      );
    if (chest === 'buttons')
      for (let k = 0; k < 4; k++) shape.disc(0.022, 0.02, paints.linen, [0, y + 0.06 - k * 0.09, 0.123]);
    if (random.next() < 0.5)
      shape.rounded([shoulder * 0.72, torso * 0.66, 0.17], 0.06, paints.accent, {
        at: [0, leg + torso * 0.58, -0.19],
      });
    const headY = leg + torso + 0.07 + head / 2;
    shape.cylinder(0.055, 0.12, skin, { at: [0, leg + torso + 0.03, 0] });
    shape.ball([head * 0.86, head * 1.12, head * 0.98], skin, { at: [0, headY, 0.01] });
    shape.ball([head * 0.94, head * 0.9, head * 0.94], hair, { at: [0, headY + head * 0.2, -head * 0.14] });
    shape.cylinder(0.026, 0.07, skin, { at: [0, headY - 0.01, head * 0.52], turn: [70, 0, 0] }, 0.5, 8);
    for (const side of [-1, 1]) {
      shape.ball([0.045, 0.035, 0.03], paints.linen, { at: [side * 0.045, headY + 0.025, head * 0.46] });
      shape.ball([0.024, 0.028, 0.02], paints.dark, { at: [side * 0.045, headY + 0.025, head * 0.5] });
      shape.ball([0.03, 0.06, 0.045], skin, { at: [side * head * 0.44, headY, 0] });
    }
    shape.ball([0.075, 0.018, 0.025], paint(hex('9c3b3b')), { at: [0, headY - 0.065, head * 0.45] });
    if (random.next() < 0.35) {
      shape.ball([head * 1.02, head * 0.66, head * 1.06], paints.accent, {
        at: [0, headY + head * 0.34, -0.01],
      });
      shape.box([head * 0.7, 0.02, 0.14], paints.accent, { at: [0, headY + head * 0.3, head * 0.6] });
    }
  },
};
