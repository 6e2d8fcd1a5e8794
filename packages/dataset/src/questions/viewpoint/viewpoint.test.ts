/** Kinds about camera motion: answers against motions that were put in, and what swapping the photos does to them. */
import { type Camera, cameraCentre, createRandom, project } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Question } from '../../schema.ts';
import { isDiscarded } from '../kind.ts';
import { kindOf } from '../make.ts';
import { firstCamera, type KnownMotion, movedCamera, sourceOf } from './moved-source.ts';

/** Evenly spread: fast-check's own doubles are mostly tiny. */
const between = (lo: number, hi: number) =>
  fc.integer({ min: 0, max: 100_000 }).map((k) => lo + ((hi - lo) * k) / 100_000);
const within = (limit: number) => between(-limit, limit);
const motions = fc.record({
  right: within(0.9),
  up: within(0.6),
  forward: within(0.7),
  yawDeg: within(50),
  pitchDeg: within(12),
  rollDeg: within(12),
});
const start = fc.record({ azimuth: within(3.1), distance: between(0.5, 6) });
const AB = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

function make(kind: string, cameras: readonly Camera[], seed = 0): Question | null {
  const made = kindOf(kind).make(sourceOf(cameras, seed), createRandom(seed));
  if (isDiscarded(made)) return null;
  expect(kindOf(kind).verifyAnswer(made)).toBe(made.answer);
  return made;
}

function answer(question: Question): string {
  return question.options[AB.indexOf(question.answer)] ?? question.answer;
}

/** Runs the property and returns how many questions were made and compared. */
function compare(kind: string, check: (question: Question, motion: Required<KnownMotion>) => void): number {
  let compared = 0;
  fc.assert(
    fc.property(start, motions, fc.nat(), ({ azimuth, distance }, motion, seed) => {
      const a = firstCamera(azimuth, distance);
      const question = make(kind, [a, movedCamera(a, motion)], seed);
      if (question === null) return;
      check(question, motion);
      compared++;
    }),
    { numRuns: 300, seed: 7 },
  );
  return compared;
}

const sign = (value: number, positive: string, negative: string): string => (value > 0 ? positive : negative);

describe('answers are the motions that were put in', () => {
  it('tilt and roll', () => {
    const tilted = compare('vertical-rotation', (question, { pitchDeg }) => {
      if (answer(question) === 'No tilt') expect(Math.abs(pitchDeg)).toBeLessThan(1.5);
      else expect(answer(question)).toBe(sign(pitchDeg, 'Tilt up', 'Tilt down'));
    });
    const rolled = compare('roll', (question, { rollDeg }) => {
      if (answer(question) === 'No roll') expect(Math.abs(rollDeg)).toBeLessThan(1.5);
      else expect(answer(question)).toBe(sign(rollDeg, 'Roll clockwise', 'Roll counter-clockwise'));
    });
    expect(Math.min(tilted, rolled)).toBeGreaterThan(100);
  });

  it('tilt and roll are not asked where the horizon says otherwise', () => {
    const a = firstCamera(0.4, 2);
    const down = movedCamera(a, { pitchDeg: -30 });
    // Turned by a right angle about its own tilted axis, a camera that looked down looks level, and is rolled.
    expect(make('vertical-rotation', [down, movedCamera(down, { yawDeg: 90 })])).toBeNull();
    expect(make('roll', [down, movedCamera(down, { yawDeg: 60 })])).toBeNull();
  });

  it('dolly, main directions and distance', () => {
    const along = compare('dolly', (question, { forward }) => {
      if (answer(question) === 'No movement') expect(Math.abs(forward)).toBeLessThan(0.03);
      else expect(answer(question)).toBe(sign(forward, 'Move forward', 'Move backward'));
    });
    const ways = {
      right: (value: number) => sign(value, 'right', 'left'),
      up: (value: number) => sign(value, 'up', 'down'),
      forward: (value: number) => sign(value, 'forward', 'backward'),
    };
    const most = (motion: Required<KnownMotion>, axes: readonly (keyof typeof ways)[]): string => {
      const axis = axes.reduce((best, next) =>
        Math.abs(motion[next]) > Math.abs(motion[best]) ? next : best,
      );
      return ways[axis](motion[axis]);
    };
    const four = compare('move-direction-four', (question, motion) =>
      expect(answer(question)).toBe(most(motion, ['right', 'forward'])),
    );
    const six = compare('move-direction-six', (question, motion) =>
      expect(answer(question)).toBe(most(motion, ['right', 'up', 'forward'])),
    );
    const far = compare('ego-translation-distance', (question, { right, up, forward }) =>
      expect(Math.abs(Number(question.answer) - 100 * Math.hypot(right, up, forward))).toBeLessThan(0.51),
    );
    expect(Math.min(along, four, six, far)).toBeGreaterThan(40);
  });

  it('turn and move, and the turn among six angles', () => {
    const both = compare('turn-and-move', (question, { yawDeg, right }) => {
      const turn =
        Math.abs(yawDeg) < 2 ? 'No rotation' : sign(yawDeg, 'Rotate to the right', 'Rotate to the left');
      const move =
        Math.abs(right) < 0.03 ? 'no movement' : sign(right, 'move to the right', 'move to the left');
      expect(answer(question)).toBe(`${turn}, ${move}`);
    });
    const angles = compare('ego-rotation-choice', (question, { yawDeg }) => {
      expect(question.options).toHaveLength(6);
      for (const option of question.options) expect(option).toMatch(/^[+-]\d+$/);
      const sorted = question.options.map(Number).sort((x, y) => x - y);
      for (let i = 1; i < 6; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(10);
      const nearest = sorted.reduce((best, x) => (Math.abs(x - yawDeg) < Math.abs(best - yawDeg) ? x : best));
      expect(Number(answer(question))).toBe(nearest);
    });
    expect(Math.min(both, angles)).toBeGreaterThan(60);
  });

  it('azimuth: the angle between the places of the cameras on a map', () => {
    const compared = compare('object-centric-azimuth', (question) => {
      const { centre, cameras } = question.geometry;
      const [a, b] = cameras.map((camera) => {
        const [x, , z] = cameraCentre(camera);
        // On a map with x to the right and z down, angles run counter-clockwise from the right.
        return (Math.atan2(-(z - centre[2]), x - centre[0]) * 180) / Math.PI;
      });
      const turned = ((((b! - a! + 180) % 360) + 360) % 360) - 180;
      expect(Math.abs(Number(question.answer) - turned)).toBeLessThan(0.51);
    });
    expect(compared).toBeGreaterThan(100);
  });
});

describe('six angles', () => {
  it('have zero right about as often as another', () => {
    const random = createRandom('zero');
    let [made, zero] = [0, 0];
    for (let i = 0; i < 3000; i++) {
      const a = firstCamera(0, 2);
      // As in a decorrelated set: a third without a turn, few large ones.
      const size = 10 + 30 * random.next() ** 1.5;
      const yawDeg = i % 3 === 0 ? 0 : size * random.pick([1, -1]);
      const question = make('ego-rotation-choice', [a, movedCamera(a, { yawDeg })], i);
      if (question === null) continue;
      made++;
      if (answer(question) === '+0') zero++;
    }
    expect(made).toBeGreaterThan(1000);
    expect(Math.abs(zero / made - 1 / 6)).toBeLessThan(0.05);
  });

  it('do not tell a reader of the text which turn is right', () => {
    const random = createRandom('six angles');
    const counts = { made: 0, lone: 0, rank: [0, 0, 0] };
    for (let i = 0; i < 3000; i++) {
      const a = firstCamera(0, 2);
      // Every place in the ladder is open to these sizes.
      const yawDeg = random.uniform(43, 70) * random.pick([1, -1]);
      const question = make('ego-rotation-choice', [a, movedCamera(a, { yawDeg })], i);
      if (question === null) continue;
      counts.made++;
      const given = Number(answer(question));
      const options = question.options.map(Number);
      if (!options.includes(-given)) counts.lone++;
      const sizes = [...new Set(options.map(Math.abs))].filter((size) => size > 0).sort((x, y) => x - y);
      const rank = sizes.indexOf(Math.abs(given));
      if (rank >= 0) counts.rank[rank]!++;
    }
    const turned = counts.made;
    expect(turned).toBeGreaterThan(1500);
    expect(Math.abs(counts.lone / turned - 1 / 5)).toBeLessThan(0.04);
    for (const count of counts.rank) expect(Math.abs(count / turned - 1 / 3)).toBeLessThan(0.06);
  });
});

describe('swapping the photos', () => {
  /** One freedom at a time: with a turn between them, the two cameras' own frames are not each other's mirror image. */
  const PURE: Readonly<Record<string, keyof KnownMotion>> = {
    'vertical-rotation': 'pitchDeg',
    roll: 'rollDeg',
    dolly: 'forward',
    'ego-rotation-choice': 'yawDeg',
  };
  const OPPOSITE: Readonly<Record<string, string>> = {
    'Tilt up': 'Tilt down',
    'Roll clockwise': 'Roll counter-clockwise',
    'Move forward': 'Move backward',
    right: 'left',
    up: 'down',
    forward: 'backward',
    'Rotate to the right': 'Rotate to the left',
    'move to the right': 'move to the left',
  };
  const opposite = (text: string): string => {
    if (/^[+-]\d+$/.test(text))
      return text === '+0' ? text : `${text[0] === '+' ? '-' : '+'}${text.slice(1)}`;
    const back = Object.entries(OPPOSITE).find(([, other]) => other === text)?.[0];
    return OPPOSITE[text] ?? back ?? text;
  };

  it('turns each answer into its opposite', () => {
    const compared: Record<string, number> = {};
    for (const [kind, freedom] of Object.entries(PURE)) {
      fc.assert(
        fc.property(start, within(freedom.endsWith('Deg') ? 40 : 0.6), ({ azimuth, distance }, size) => {
          const a = firstCamera(azimuth, distance);
          const b = movedCamera(a, { [freedom]: size });
          // Distances are told in the first camera's object distance, which differs between the two.
          const [forth, back] = [
            [a, b],
            [b, a],
          ].map((cameras) => kindOf(kind).solve(make(kind, cameras)?.geometry ?? geometryOf(cameras)));
          if (forth === undefined || back === undefined || isDiscarded(forth) || isDiscarded(back)) return;
          expect(back.answer).toBe(opposite(forth.answer));
          compared[kind] = (compared[kind] ?? 0) + 1;
        }),
        { numRuns: 150, seed: 3 },
      );
    }
    for (const kind of Object.keys(PURE)) expect(compared[kind] ?? 0, kind).toBeGreaterThan(50);
  });

  it('turns main directions around when the camera does not turn', () => {
    let compared = 0;
    fc.assert(
      fc.property(start, motions, ({ azimuth, distance }, { right, up, forward }) => {
        const a = firstCamera(azimuth, distance);
        const b = movedCamera(a, { right, up, forward });
        for (const kind of ['move-direction-four', 'move-direction-six']) {
          const [forth, back] = [
            [a, b],
            [b, a],
          ].map((cameras) => kindOf(kind).solve(geometryOf(cameras)));
          if (isDiscarded(forth!) || isDiscarded(back!)) continue;
          expect(back!.answer).toBe(opposite(forth!.answer));
          compared++;
        }
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('negates the azimuth, and takes distances in the other camera', () => {
    let compared = 0;
    fc.assert(
      fc.property(start, motions, ({ azimuth, distance }, motion) => {
        const a = firstCamera(azimuth, distance);
        const b = movedCamera(a, motion);
        const solve = (kind: string, cameras: Camera[]) => kindOf(kind).solve(geometryOf(cameras));
        const [around, back] = [
          solve('object-centric-azimuth', [a, b]),
          solve('object-centric-azimuth', [b, a]),
        ];
        expect(isDiscarded(around)).toBe(isDiscarded(back));
        if (!isDiscarded(around) && !isDiscarded(back)) expect(back.value).toBeCloseTo(-around.value, 8);
        const [far, near] = [
          solve('ego-translation-distance', [a, b]),
          solve('ego-translation-distance', [b, a]),
        ];
        if (isDiscarded(far) || isDiscarded(near)) return;
        const { centre } = geometryOf([a, b]);
        const [toA, toB] = [a, b].map((camera) =>
          Math.hypot(...cameraCentre(camera).map((v, i) => v - centre[i]!)),
        );
        expect(near.value * toB!).toBeCloseTo(far.value * toA!, 6);
        compared++;
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

describe('view between', () => {
  it('is the photo between the others on the way round, in whatever order they are shown', () => {
    const ORDINALS = ['The first photo', 'The second photo', 'The third photo'];
    let compared = 0;
    fc.assert(
      fc.property(
        fc.tuple(within(180), within(70), within(70)),
        fc.array(between(1, 5), { minLength: 3, maxLength: 3 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }),
        ([middle, one, other], distances, order) => {
          const degrees = [middle + Math.abs(one), middle, middle - Math.abs(other)];
          const cameras = degrees.map((azimuth, i) => firstCamera((azimuth * Math.PI) / 180, distances[i]!));
          const question = make(
            'view-between',
            order.map((i) => cameras[i]!),
          );
          if (question === null) {
            expect(
              Math.min(Math.abs(one), Math.abs(other)) < 8 || Math.abs(one) + Math.abs(other) > 150,
            ).toBe(true);
            return;
          }
          expect(answer(question)).toBe(ORDINALS[order.indexOf(1)]);
          // A second route: from the middle camera, the other two stand on different sides of the object.
          const shown = question.geometry.cameras;
          const asked = shown[ORDINALS.indexOf(answer(question))]!;
          const sides = shown
            .filter((camera) => camera !== asked)
            .map((camera) => {
              const [x, y, z] = cameraCentre(camera);
              const { centre } = question.geometry;
              // Mirrored at the centre, what stands behind the middle camera comes before it.
              const point = project(asked, [2 * centre[0] - x, 2 * centre[1] - y, 2 * centre[2] - z]);
              return Math.sign((point.x - 32) * point.depth);
            });
          if (Math.abs(one) < 85 && Math.abs(other) < 85) expect(sides[0]).toBe(-sides[1]!);
          compared++;
        },
      ),
      { numRuns: 200, seed: 6 },
    );
    expect(compared).toBeGreaterThan(80);
  });
});

/** Geometry with the parameters that the kinds' own drafts have. */
function geometryOf(cameras: readonly Camera[]): Question['geometry'] {
  const { views, centre, up } = sourceOf(cameras);
  return {
    cameras: views.map((view) => view.camera),
    up,
    centre,
    motion: null,
    labels: null,
    objects: [],
    visible: views.map(() => []),
    value: null,
    unit: null,
    margin: 0,
    parameters: { noneDeg: 1.5, minDeg: 4 },
  };
}
