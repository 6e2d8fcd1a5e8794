import type { Family } from '../family.ts';

/** Lighthouse: door and windows are the front. */
export const lighthouse: Family = {
  name: 'lighthouse',
  front: true,
  build: (shape, paints, random) => {
    const foot = random.uniform(0.22, 0.3);
    const taper = random.uniform(0.55, 0.75);
    const height = random.uniform(0.9, 1.25);
    const bands = random.int(3, 7);
    for (let k = 0; k < bands; k++) {
      const [a, b] = [foot * (1 + ((taper - 1) * k) / bands), foot * (1 + ((taper - 1) * (k + 1)) / bands)];
      shape.cylinder(
        a,
        height / bands,
        k % 2 ? paints.linen : paints.main,
        { at: [0, 0.1 + ((k + 0.5) * height) / bands, 0] },
        b / a,
        28,
      );
    }
    shape.cylinder(foot * 1.5, 0.1, paints.metal, { at: [0, 0.05, 0] }, 0.85, random.pick([8, 24]));
    const top = height + 0.1;
    const room = foot * taper;
    shape.cylinder(room * 1.45, 0.05, paints.dark, { at: [0, top + 0.02, 0] });
    shape.ring(room * 1.38, 0.012, paints.metal, { at: [0, top + 0.12, 0], turn: [90, 0, 0] });
    for (let k = 0; k < 10; k++) {
      const angle = (k * Math.PI) / 5;
      shape.rod(
        [room * 1.38 * Math.sin(angle), top, room * 1.38 * Math.cos(angle)],
        [room * 1.38 * Math.sin(angle), top + 0.12, room * 1.38 * Math.cos(angle)],
        0.01,
        paints.metal,
      );
    }
    const lantern = random.uniform(0.16, 0.24);
    shape.cylinder(room * 0.78, lantern, paints.light, { at: [0, top + 0.04 + lantern / 2, 0] }, 1, 12);
    for (let k = 0; k < 6; k++) {
      const angle = (k * Math.PI) / 3;
      shape.rod(
        [room * 0.8 * Math.sin(angle), top, room * 0.8 * Math.cos(angle)],
        [room * 0.8 * Math.sin(angle), top + 0.04 + lantern, room * 0.8 * Math.cos(angle)],
        0.014,
        paints.dark,
      );
    }
    if (random.next() < 0.5)
      shape.cylinder(room, 0.2, paints.accent, { at: [0, top + 0.13 + lantern, 0] }, 0.05);
    else
      shape.ball([room * 1.9, room * 1.4, room * 1.9], paints.accent, { at: [0, top + 0.05 + lantern, 0] });
    shape.ball([0.05, 0.05, 0.05], paints.metal, { at: [0, top + 0.24 + lantern, 0] });
    shape.rounded([0.14, 0.24, 0.06], 0.02, paints.wood, { at: [0, 0.22, foot * 0.96] });
    for (const share of [0.45, 0.7])
      shape.box([0.07, 0.1, 0.06], paints.glass, {
        at: [0, 0.1 + height * share, foot * (1 + (taper - 1) * share) - 0.01],
      });
    shape.box([0.24, 0.05, 0.14], paints.linen, { at: [0, 0.1, foot + 0.07] });
    if (random.next() < 0.5) {
      shape.box([0.3, 0.24, 0.3], paints.linen, { at: [-foot - 0.1, 0.2, 0] });
      shape.extrude(
        [
          [-0.19, 0],
          [0.19, 0],
          [0, 0.14],
        ],
        0.34,
        paints.accent,
        { at: [-foot - 0.1, 0.32, 0] },
      );
    }
  },
};
