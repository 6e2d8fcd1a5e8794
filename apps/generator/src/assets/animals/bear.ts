import type { Family } from '../family.ts';

/** Sitting teddy bear: snout, belly and soles are the front. */
export const bear: Family = {
  name: 'bear',
  front: true,
  room: { stands: 'floor', sizeM: [0.35, 0.7] },
  build: (shape, paints, random) => {
    const girth = random.uniform(0.4, 0.5);
    const body = random.uniform(0.44, 0.54);
    const head = random.uniform(0.36, 0.44);
    shape.ball([girth, body, girth * 0.9], paints.main, { at: [0, body * 0.48, 0] });
    shape.ball([girth * 0.66, body * 0.7, girth * 0.5], paints.linen, { at: [0, body * 0.46, girth * 0.24] });
    const y = body * 0.86 + head * 0.42;
    shape.ball([head * 1.05, head, head * 0.95], paints.main, { at: [0, y, 0.02] });
    shape.ball([head * 0.46, head * 0.38, head * 0.36], paints.linen, {
      at: [0, y - head * 0.13, head * 0.42],
    });
    shape.ball([0.075, 0.055, 0.05], paints.dark, { at: [0, y - head * 0.06, head * 0.6] });
    const ear = random.uniform(0.13, 0.18);
    const arm = random.uniform(20, 60);
    for (const side of [-1, 1]) {
      shape.ball([ear, ear, 0.08], paints.main, { at: [side * head * 0.42, y + head * 0.42, 0.01] });
      shape.ball([ear * 0.62, ear * 0.62, 0.06], paints.accent, {
        at: [side * head * 0.42, y + head * 0.41, 0.035],
      });
      shape.ball([0.05, 0.055, 0.04], paints.dark, {
        at: [side * head * 0.22, y + head * 0.08, head * 0.45],
      });
      const reach = Math.cos((arm * Math.PI) / 180) * 0.15;
      shape.capsule(0.075, 0.17, paints.plain, {
        at: [side * (girth * 0.48 + 0.02), body * 0.6, 0.06 + reach * 0.3],
        turn: [-30, 0, side * arm],
      });
      const spread = random.uniform(12, 32);
      shape.capsule(0.095, 0.16, paints.plain, {
        at: [side * girth * 0.42, 0.095, girth * 0.42],
        turn: [90, side * spread, 0],
      });
      shape.ball([0.19, 0.22, 0.09], paints.accent, {
        at: [side * (girth * 0.42 + spread * 0.003), 0.105, girth * 0.42 + 0.17],
        turn: [0, side * spread, 0],
      });
    }
    shape.ball([0.12, 0.12, 0.1], paints.plain, { at: [0, 0.1, -girth * 0.46] });
    if (random.next() < 0.6) {
      for (const side of [-1, 1])
        shape.cylinder(
          0.07,
          0.13,
          paints.accent,
          { at: [side * 0.075, body * 0.86, girth * 0.36], turn: [0, 0, side * 90] },
          0.25,
          10,
        );
      shape.ball([0.06, 0.06, 0.05], paints.plain, { at: [0, body * 0.86, girth * 0.38] });
    }
  },
};
