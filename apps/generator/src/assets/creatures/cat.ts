import type { Family } from '../family.ts';

/** Sitting cat: face and forepaws are the front, the tail lies around. */
export const cat: Family = {
  name: 'cat',
  front: true,
  room: { stands: 'floor', sizeM: [0.4, 0.55] },
  build: (shape, paints, random) => {
    const girth = random.uniform(0.32, 0.44);
    const height = random.uniform(0.42, 0.56);
    const head = random.uniform(0.28, 0.35);
    shape.ball([girth, height * 0.9, girth * 1.1], paints.main, { at: [0, height * 0.42, -0.06] });
    shape.ball([girth * 0.72, height * 0.8, girth * 0.7], paints.main, { at: [0, height * 0.66, 0.04] });
    shape.ball([girth * 0.46, height * 0.5, 0.12], paints.linen, { at: [0, height * 0.6, girth * 0.34] });
    const y = height + head * 0.4;
    const z = random.uniform(0.08, 0.14);
    shape.ball([head * 1.1, head * 0.94, head], paints.main, { at: [0, y, z] });
    shape.ball([head * 0.5, head * 0.34, head * 0.4], paints.linen, {
      at: [0, y - head * 0.16, z + head * 0.36],
    });
    shape.ball([0.04, 0.03, 0.04], paints.accent, { at: [0, y - head * 0.06, z + head * 0.56] });
    const tip = random.uniform(0.5, 0.75);
    for (const side of [-1, 1]) {
      shape.cylinder(
        head * 0.24,
        head * tip,
        paints.plain,
        { at: [side * head * 0.34, y + head * 0.55, z], turn: [0, 0, -side * 14] },
        0.08,
        4,
      );
      shape.ball([0.06, 0.07, 0.03], paints.light, {
        at: [side * head * 0.24, y + head * 0.08, z + head * 0.43],
      });
      shape.ball([0.025, 0.06, 0.02], paints.dark, {
        at: [side * head * 0.245, y + head * 0.08, z + head * 0.455],
      });
      for (const rise of [-0.02, 0.03])
        shape.rod(
          [side * 0.04, y - head * 0.15, z + head * 0.52],
          [side * head * 0.75, y - head * 0.15 + rise, z + head * 0.4],
          0.006,
          paints.dark,
        );
      shape.rod(
        [side * girth * 0.18, 0.04, girth * 0.46],
        [side * girth * 0.2, height * 0.6, girth * 0.2],
        0.05,
        paints.plain,
        1.2,
      );
      shape.ball([0.12, 0.07, 0.15], paints.linen, { at: [side * girth * 0.18, 0.035, girth * 0.5] });
      shape.ball([0.16, height * 0.44, girth * 0.7], paints.plain, {
        at: [side * girth * 0.44, height * 0.24, -0.06],
      });
      shape.ball([0.13, 0.07, 0.2], paints.plain, { at: [side * girth * 0.5, 0.035, girth * 0.26] });
    }
    const curl = random.pick([-1, 1]);
    shape.ring(
      girth * 0.66,
      0.045,
      paints.plain,
      { at: [0, 0.05, -0.06], turn: [90, 0, curl > 0 ? 200 : 60] },
      random.uniform(80, 130),
    );
    shape.ring(girth * 0.34, 0.022, paints.accent, { at: [0, height * 0.98, 0.06], turn: [75, 0, 0] });
  },
};
