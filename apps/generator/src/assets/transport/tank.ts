import type { Family } from '../family.ts';

/** Toy tank: the gun points to the front. */
export const tank: Family = {
  name: 'tank',
  front: true,
  build: (shape, paints, random) => {
    const length = random.uniform(1, 1.2);
    const width = random.uniform(0.62, 0.74);
    const track = random.uniform(0.26, 0.32);
    const wide = width * 0.24;
    const hull = track * random.uniform(0.9, 1.05);
    shape.extrude(
      [
        [-length * 0.46, 0.12],
        [length * 0.44, 0.1],
        [length * 0.52, 0.18],
        [length * 0.3, hull + 0.1],
        [-length * 0.44, hull + 0.1],
      ],
      width * 0.72,
      paints.main,
      { turn: [0, -90, 0] },
      0.012,
    );
    for (const side of [-1, 1]) {
      const x = side * width * 0.4;
      shape.rounded([wide, track, length * 1.02], track * 0.48, paints.dark, { at: [x, track / 2, 0] });
      for (let k = 0; k < 5; k++)
        shape.wheel(track * 0.34, wide * 1.08, paints.metal, paints.plain, [
          x,
          track * 0.45,
          (k - 2) * length * 0.185,
        ]);
      shape.box([wide * 1.15, 0.03, length * 0.96], paints.plain, { at: [x, track + 0.015, 0] });
      shape.disc(0.04, 0.04, paints.light, [side * width * 0.24, hull + 0.02, length * 0.43]);
      for (let k = 0; k < 13; k++)
        shape.box([wide * 1.02, 0.02, 0.03], paints.metal, {
          at: [x, track + 0.001, (k - 6) * length * 0.072],
        });
    }
    const turretZ = -length * random.uniform(0.02, 0.1);
    const turret = random.uniform(0.2, 0.26);
    const top = hull + 0.1;
    if (random.next() < 0.5)
      shape.cylinder(turret, 0.2, paints.main, { at: [0, top + 0.1, turretZ] }, 0.78, 24);
    else
      shape.extrude(
        [
          [-turret * 1.2, 0],
          [turret * 1.1, 0],
          [turret * 0.7, 0.2],
          [-turret * 1.1, 0.2],
        ],
        turret * 1.7,
        paints.main,
        { at: [0, top, turretZ], turn: [0, -90, 0] },
        0.01,
      );
    const gun = random.uniform(0.55, 0.75);
    shape.rod(
      [0, top + 0.11, turretZ + turret * 0.7],
      [0, top + 0.15, turretZ + turret + gun],
      0.04,
      paints.plain,
      0.8,
    );
    shape.rod(
      [0, top + 0.145, turretZ + turret + gun - 0.1],
      [0, top + 0.152, turretZ + turret + gun + 0.02],
      0.05,
      paints.dark,
    );
    shape.rounded([0.16, 0.13, 0.12], 0.03, paints.plain, { at: [0, top + 0.11, turretZ + turret * 0.85] });
    shape.cylinder(0.08, 0.06, paints.accent, { at: [turret * 0.35, top + 0.22, turretZ - 0.05] });
    shape.rod(
      [-turret * 0.5, top + 0.18, turretZ - turret * 0.6],
      [-turret * 0.5, top + 0.5, turretZ - turret * 0.7],
      0.01,
      paints.metal,
    );
    shape.box([width * 0.5, 0.08, 0.12], paints.accent, { at: [0, hull + 0.02, -length * 0.46] });
  },
};
