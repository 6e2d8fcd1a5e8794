import type { Family } from '../family.ts';

/** Toilet with its cistern at the back. */
export const toilet: Family = {
  name: 'toilet',
  front: true,
  room: { stands: 'wall', sizeM: [0.7, 0.82] },
  build: (shape, paints, random) => {
    const bowl = random.uniform(0.17, 0.21);
    const seatY = random.uniform(0.36, 0.43);
    const reach = random.uniform(0.5, 0.6);
    const body = random.next() < 0.6 ? paints.plain : paints.main;
    shape.lathe(
      [
        [0, 0],
        [bowl * 0.75, 0],
        [bowl * 0.55, 0.1],
        [bowl * 0.7, seatY * 0.55],
        [bowl * 1.02, seatY],
        [bowl * 0.7, seatY],
        [bowl * 0.4, seatY - 0.12],
        [0, seatY - 0.14],
      ],
      body,
      { at: [0, 0, reach * 0.2] },
    );
    shape.box([bowl * 1.2, seatY * 0.96, reach * 0.5], body, { at: [0, seatY * 0.48, -reach * 0.2] });
    shape.ring(bowl * 0.86, 0.035, paints.accent, { at: [0, seatY + 0.015, reach * 0.2], turn: [90, 0, 0] });
    const cistern = random.uniform(0.3, 0.42);
    const back = -reach * 0.46;
    shape.rounded([bowl * 2.1, cistern, 0.19], 0.03, paints.main, {
      at: [0, seatY + cistern / 2 - 0.02, back],
    });
    shape.rounded([bowl * 2.2, 0.04, 0.21], 0.015, paints.linen, { at: [0, seatY + cistern, back] });
    if (random.next() < 0.5)
      shape.cylinder(0.03, 0.03, paints.metal, { at: [0, seatY + cistern + 0.03, back] });
    else
      shape.box([0.09, 0.025, 0.03], paints.metal, {
        at: [-bowl * 0.7, seatY + cistern * 0.75, back + 0.11],
      });
    const lid = random.uniform(-16, -8);
    shape.ball([bowl * 1.9, bowl * 2.3, 0.05], paints.accent, {
      at: [0, seatY + bowl * 1.05, back + 0.15],
      turn: [lid, 0, 0],
    });
  },
};
