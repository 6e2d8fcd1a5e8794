import type { Family } from '../family.ts';

/** Bicycle: handlebar and lamp are the front. */
export const bicycle: Family = {
  name: 'bicycle',
  front: true,
  build: (shape, paints, random) => {
    const wheel = random.uniform(0.3, 0.36);
    const base = random.uniform(1.0, 1.12);
    const [front, back] = [base / 2, -base / 2];
    const seatY = random.uniform(0.85, 1);
    const barY = seatY + random.uniform(-0.02, 0.16);
    const tube = random.uniform(0.028, 0.04);
    const drop = random.uniform(0, 0.22);
    for (const z of [front, back]) {
      shape.ring(wheel, 0.032, paints.dark, { at: [0, wheel + 0.03, z], turn: [0, 90, 0] });
      shape.ring(wheel - 0.035, 0.012, paints.metal, { at: [0, wheel + 0.03, z], turn: [0, 90, 0] });
      for (let k = 0; k < 7; k++) {
        const angle = (k * Math.PI) / 7;
        const [y, dz] = [Math.cos(angle) * wheel * 0.96, Math.sin(angle) * wheel * 0.96];
        shape.rod([0, wheel + 0.03 + y, z + dz], [0, wheel + 0.03 - y, z - dz], 0.006, paints.metal);
      }
      shape.wheel(0.04, 0.1, paints.metal, paints.dark, [0, wheel + 0.03, z]);
    }
    const hub: readonly [number, number, number] = [0, wheel + 0.02, -0.08];
    const saddle: readonly [number, number, number] = [0, seatY - 0.06, -0.26];
    const head: readonly [number, number, number] = [0, barY - 0.18, front - 0.2];
    const low: readonly [number, number, number] = [0, wheel + 0.26, front - 0.13];
    shape.rod(hub, saddle, tube, paints.main);
    shape.rod(hub, low, tube * 1.15, paints.main);
    shape.rod([0, seatY - 0.16 - drop, -0.235], head, tube, paints.main);
    shape.rod(head, low, tube * 1.2, paints.plain);
    shape.rod([0, barY, front - 0.24], head, 0.022, paints.metal);
    for (const side of [-1, 1]) {
      shape.rod(hub, [side * 0.05, wheel + 0.03, back], 0.018, paints.main);
      shape.rod([0, seatY - 0.14, -0.25], [side * 0.05, wheel + 0.03, back], 0.016, paints.main);
      shape.rod([0, wheel + 0.28, front - 0.13], [side * 0.05, wheel + 0.03, front], 0.02, paints.plain);
      shape.rod([0, barY, front - 0.24], [side * 0.26, barY + 0.04, front - 0.28], 0.02, paints.metal);
      shape.rod(
        [side * 0.24, barY + 0.04, front - 0.28],
        [side * 0.29, barY + 0.03, front - 0.4],
        0.03,
        paints.dark,
      );
      shape.rod(hub, [side * 0.12, hub[1] - side * 0.13, -0.08 + side * 0.08], 0.016, paints.metal);
      shape.box([0.1, 0.025, 0.07], paints.dark, {
        at: [side * 0.16, hub[1] - side * 0.13, -0.08 + side * 0.08],
      });
    }
    shape.disc(0.001, 0.001, paints.dark, [0, 0.001, 0]);
    shape.wheel(0.09, 0.02, paints.metal, paints.accent, [0.06, hub[1], -0.08]);
    shape.ball([0.16, 0.07, 0.3], paints.dark, { at: [0, seatY, -0.28] });
    shape.disc(0.055, 0.09, paints.light, [0, barY - 0.08, front - 0.12]);
    if (random.next() < 0.5) {
      shape.box([0.34, 0.24, 0.24], paints.wood, { at: [0, barY - 0.12, front + 0.02] });
    }
    if (random.next() < 0.5)
      shape.rounded([0.16, 0.03, 0.36], 0.01, paints.metal, { at: [0, 2 * wheel + 0.12, back] });
  },
};
