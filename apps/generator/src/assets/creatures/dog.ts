import type { Family } from '../family.ts';

/** Standing dog of many breeds: leg, body, snout and ear lengths vary. */
export const dog: Family = {
  name: 'dog',
  front: true,
  room: { stands: 'floor', sizeM: [0.55, 0.95] },
  build: (shape, paints, random) => {
    const leg = random.uniform(0.18, 0.4);
    const length = random.uniform(0.5, 0.75);
    const girth = random.uniform(0.2, 0.3);
    const bodyY = leg + girth * 0.4;
    shape.ball([girth, girth * 1.05, length], paints.main, { at: [0, bodyY, 0] });
    shape.ball([girth * 1.08, girth * 1.15, length * 0.5], paints.main, {
      at: [0, bodyY + 0.01, length * 0.2],
    });
    for (const side of [-1, 1]) {
      for (const z of [length * 0.34, -length * 0.34]) {
        const x = side * girth * 0.34;
        shape.rod([x, 0.02, z], [x, bodyY, z], girth * 0.14, paints.plain, 1.3);
        shape.ball([girth * 0.34, 0.06, girth * 0.45], paints.plain, { at: [x, 0.03, z + 0.03] });
      }
    }
    const headY = bodyY + random.uniform(0.2, 0.32);
    const headZ = length * 0.52;
    const head = girth * random.uniform(0.85, 1.05);
    shape.rod([0, bodyY, length * 0.32], [0, headY, headZ], girth * 0.3, paints.main, 0.8);
    shape.ball([head, head * 0.95, head], paints.main, { at: [0, headY, headZ] });
    const snout = random.uniform(0.12, 0.26);
    shape.rod(
      [0, headY - 0.03, headZ + head * 0.3],
      [0, headY - 0.05, headZ + head * 0.35 + snout],
      head * 0.28,
      paints.plain,
      0.75,
    );
    shape.ball([0.07, 0.06, 0.06], paints.dark, { at: [0, headY - 0.03, headZ + head * 0.36 + snout] });
    const ears = random.next() < 0.5;
    for (const side of [-1, 1]) {
      shape.ball([0.045, 0.045, 0.045], paints.dark, {
        at: [side * head * 0.24, headY + head * 0.16, headZ + head * 0.42],
      });
      if (ears)
        shape.cylinder(
          head * 0.2,
          0.17,
          paints.accent,
          { at: [side * head * 0.32, headY + head * 0.52, headZ - 0.02] },
          0.1,
          10,
        );
      else
        shape.ball([0.06, head * 0.8, head * 0.42], paints.accent, {
          at: [side * head * 0.5, headY - head * 0.08, headZ - 0.02],
          turn: [0, 0, side * 14],
        });
    }
    shape.ring(girth * 0.33, 0.022, paints.accent, {
      at: [0, (bodyY + headY) / 2 + 0.02, length * 0.43],
      turn: [60, 0, 0],
    });
    const tail = random.uniform(0.14, 0.32);
    shape.rod(
      [0, bodyY + girth * 0.3, -length * 0.45],
      [0, bodyY + girth * 0.3 + tail, -length * 0.45 - tail * 0.5],
      0.035,
      paints.main,
      0.5,
    );
  },
};
