import type { Family } from '../family.ts';

/** Turtle: the head looks out of its shell to the front. */
export const turtle: Family = {
  name: 'turtle',
  front: true,
  build: (shape, paints, random) => {
    const width = random.uniform(0.56, 0.68);
    const length = random.uniform(0.7, 0.84);
    const dome = random.uniform(0.3, 0.46);
    const lift = random.uniform(0.1, 0.16);
    const squash: readonly [number, number, number] = [width / length, 1, 1];
    const half = length / 2;
    shape.lathe(
      [
        [half * 0.96, lift],
        [half * 1.02, lift + 0.05],
        [half * 0.88, lift + dome * 0.45],
        [half * 0.6, lift + dome * 0.82],
        [half * 0.25, lift + dome * 0.98],
        [0, lift + dome],
      ],
      paints.main,
      { scale: squash },
    );
    shape.lathe(
      [
        [0, lift - 0.01],
        [half * 0.94, lift],
        [half * 1.05, lift + 0.04],
        [half * 1.02, lift + 0.07],
      ],
      paints.accent,
      { scale: squash },
    );
    const plates = random.int(5, 8);
    for (let k = 0; k < plates; k++) {
      const angle = (2 * Math.PI * k) / plates;
      const reach = half * 0.68;
      shape.ball([0.19, 0.07, 0.19], paints.plain, {
        at: [reach * Math.sin(angle) * (width / length), lift + dome * 0.7, reach * Math.cos(angle)],
        turn: [38 * Math.cos(angle), 0, -38 * Math.sin(angle)],
      });
    }
    shape.ball([0.22, 0.06, 0.24], paints.plain, { at: [0, lift + dome * 0.98, 0] });
    const skin = random.pick([paints.accent, paints.wood]);
    const headY = lift + random.uniform(0.12, 0.26);
    const headZ = half + random.uniform(0.14, 0.22);
    const head = random.uniform(0.17, 0.22);
    shape.rod([0, lift + 0.08, half * 0.8], [0, headY, headZ], 0.075, skin, 0.9);
    shape.ball([head, head * 0.9, head * 1.25], skin, { at: [0, headY + 0.03, headZ + 0.05] });
    for (const side of [-1, 1]) {
      shape.ball([0.045, 0.05, 0.045], paints.dark, { at: [side * head * 0.4, headY + 0.07, headZ + 0.1] });
      for (const z of [half * 0.6, -half * 0.6]) {
        shape.ball([0.2, 0.13, 0.24], skin, {
          at: [side * width * 0.46, lift * 0.7, z],
          turn: [0, side * (z > 0 ? 30 : -30), side * 18],
        });
        shape.ball([0.15, 0.07, 0.17], skin, { at: [side * width * 0.55, 0.035, z * 1.1] });
      }
    }
    shape.rod([0, lift + 0.04, -half * 0.9], [0, lift - 0.04, -half - 0.13], 0.04, skin, 0.3);
  },
};
