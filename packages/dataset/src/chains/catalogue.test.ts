/**
 * The catalogue against one scene laid out by hand: what is true in it follows from the coordinates below by eye, not
 * from the code under test.
 */
import { intrinsicsFromFov, LabelThresholdsSchema, lookAt, type Vec3 } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { visibleIn } from '../scenes/synthetic/synthetic-scene.ts';
import type { QuestionGeometry, SceneObject } from '../schema.ts';
import { verifyChain } from './verify.ts';

/*
 * Seen from above, x to the right, z towards the first camera:
 *
 *        red pillar (-2,-3)   green pillar (2,-4)
 *               chair (0,0), faces +x
 *     blue mug (-1.5, 0.5)
 *        camera 1 (0,0.9,4) looks at the chair; camera 2 (2,0.9,3.464), 30 degrees further counter-clockwise,
 *        looks at the chair too
 */
const chair = box('chair', 'subject', 'white', [0, 0, 0], 0.4, 1, [1, 0, 0]);
const red = box('pillar', 'landmark', 'red', [-2, 0, -3], 0.25, 2.5, null);
const green = box('pillar', 'landmark', 'green', [2, 0, -4], 0.25, 2.5, null);
const mug = box('coffee-mug', 'bystander', 'blue', [-1.5, 0, 0.5], 0.3, 0.5, null);
const objects = [chair, red, green, mug];
const centre: Vec3 = [0, 0.5, 0];
const first = camera([0, 0.9, 4], centre);
const second = camera([2, 0.9, 3.4641016], centre);
const nearer = camera([0, 0.9, 2.5], centre);
const rolled = camera([0, 0.9, 4], centre, 15);
const away = camera([0, 0.9, 4], [0, 0.9, 9]);

const orbit = geometry(first, second);

describe('claims about a move of 30 degrees around the chair', () => {
  const { yes, no } = sentences(orbit);
  yes(
    'The camera moved to the right.',
    'The camera shifted rightwards by about 0.5 object distances.',
    'It moved right by 2.0 m.',
    'The camera turned left by 30 degrees.',
    'The camera probably panned to the left by roughly thirty degrees.',
    'The camera did not move left.',
    "The camera didn't turn to the right.",
    'The camera significantly turned to the left.',
    'The camera circled counter-clockwise around the chair by about 30 degrees.',
    'Seen from above, the camera moved anticlockwise around the object.',
    'The camera kept its height.',
    'Both photos were taken from the same height.',
    'The camera kept its distance to the chair.',
    "From the chair's perspective, the camera moved to the left.",
    "The camera moved to the left in the object's perspective.",
    'The viewing directions differ by about 30 degrees.',
    'The camera moved right and forward.',
    'The object did not move between the two photos.',
    'In both photos the camera looks down at the chair.',
    'The chair is near the centre of both photos.',
  );
  no(
    'The camera moved to the left.',
    'The camera shifted leftwards by about 0.5 object distances.',
    'The camera moved right by 1.4 m.',
    'The camera turned right by 30 degrees.',
    'The camera turned left by 20 degrees.',
    'The camera did not turn.',
    'The camera did not move right.',
    'The camera slightly turned to the left.',
    'The camera circled clockwise around the chair.',
    'The camera circled counter-clockwise around the chair by about 60 degrees.',
    'The camera rolled clockwise.',
    'The camera came closer to the chair.',
    'The second photo was taken from a higher position.',
    "From the chair's perspective, the camera moved to the right.",
    'The camera stayed in place.',
    'The viewing directions differ by about 45 degrees.',
    'The camera moved left and forward.',
    'In both photos the camera looks up at the chair.',
    'From the second photo to the first, the camera moved to the right.',
  );
});

describe('claims about what the first photo shows', () => {
  const { yes, no } = sentences(geometry(first));
  yes(
    'The blue coffee mug is to the left of the chair.',
    'The green pillar is right of the chair.',
    'The red pillar is not to the right of the chair.',
    'The chair is between the red pillar and the green pillar.',
    'From left to right, the photo shows the blue coffee mug, the chair and the green pillar.',
    'The photo shows two pillars.',
    'The chair is nearer to the camera than the red pillar.',
    'The green pillar is farther from the camera than the red pillar.',
    'The chair is in front of the green pillar.',
    'The red pillar is behind the chair.',
    'The chair faces to the right.',
    'The chair does not face the camera.',
    'The right side of the chair is visible.',
    'The left side of the chair cannot be seen.',
    "From the chair's own point of view, the blue coffee mug is behind it.",
    'Standing at the chair and facing the red pillar, the green pillar is to the right.',
    'Standing at the chair and facing the green pillar, the red pillar is to the left.',
    'The red pillar is taller than the chair.',
    'The red pillar and the green pillar are 4.1 m apart.',
    'The chair is 4.0 m away.',
    'The chair is straight ahead.',
    'The blue coffee mug is to the left.',
    'The chair is at 12 o’clock.',
    'The camera looks down at the chair.',
    'The camera points downwards.',
    'The green pillar is in the right half of the photo.',
    'The blue coffee mug is in the lower half.',
  );
  no(
    'The blue coffee mug is to the right of the chair.',
    'The green pillar is not right of the chair.',
    'The chair is between the blue coffee mug and the red pillar.',
    'From left to right, the photo shows the chair, the blue coffee mug and the green pillar.',
    'The photo shows three pillars.',
    'The red pillar is nearer to the camera than the chair.',
    'The chair is behind the green pillar.',
    'The chair faces to the left.',
    'The chair faces away from the camera.',
    'The left side of the chair is visible.',
    "From the chair's own point of view, the blue coffee mug is to its left.",
    'Standing at the chair and facing the red pillar, the green pillar is to the left.',
    'The chair is taller than the red pillar.',
    'The red pillar and the green pillar are 3.0 m apart.',
    'The chair is 3.0 m away.',
    'The blue coffee mug is straight ahead.',
    'The green pillar is at 10 o’clock.',
    'The camera looks up at the chair.',
    'The green pillar is in the left half of the photo.',
    'The chair is not visible in the photo.',
    'The camera moved left.',
  );
});

describe('claims about coming nearer, rolling and looking away', () => {
  const closer = sentences(geometry(first, nearer));
  closer.yes(
    'The camera came closer to the chair.',
    'The camera moved forward by about 1.5 m.',
    'The camera approached the object.',
    'The chair looks larger in the second photo.',
    'The distance to the chair became about 0.6 times as large.',
    'The camera did not move sideways.',
    'The camera did not turn.',
  );
  closer.no(
    'The camera moved backward.',
    'The camera went farther away from the chair.',
    'The chair looks smaller in the second photo.',
    'The chair is not larger in the second photo.',
    'The camera did not approach the chair.',
    'The camera is not closer to the chair.',
  );
  const roll = sentences(geometry(first, rolled));
  roll.yes('The camera rolled clockwise by 15 degrees.', 'The camera stayed in place.');
  roll.no('The camera rolled counter-clockwise by 15 degrees.', 'The camera kept its orientation.');
  const turned = sentences(geometry(first, away));
  turned.yes(
    'The chair is out of frame in the second photo.',
    'The chair leaves the view.',
    'The second photo does not show the chair.',
  );
  turned.no(
    'The chair comes into view.',
    'The chair is visible in both photos.',
    'The second photo shows the chair.',
  );
});

/** Each with a word of space that no form covers, or with words around a true claim that change it. */
const OUTSIDE = [
  'The camera drifted starboard.',
  'The lens is pointed a few degrees off.',
  'The vantage has swung around.',
  'We look at it from another side now.',
  'It is now nearer than before.',
  'The viewpoint has been mirrored.',
  'The camera ended up where the chair was, on the left.',
  'Moving left, one would see more of the wall.',
  'The camera moved to the right, unless I am mistaken.',
  'If the camera moved to the right, the chair would shift.',
  'The camera should have moved to the right.',
  'The camera moved to the right of the chair.',
  'The chair moved to the right.',
  'Another camera moved to the right.',
  'The camera moved to the right twice.',
  'The camera moved to the right and then back again.',
  'The camera moved to the right, not to the left.',
  'The camera that captured the first photo moved to the right.',
  'Did the camera move to the right?',
  'The camera moved to the right?',
  'The camera turned -30 degrees.',
  'The camera turned left by 20-30 degrees.',
  'The camera turned left by 30 radians.',
  'The camera turned left by half of 60 degrees.',
  'The camera did not only turn left.',
  'Relative to the second photo, the camera moved to the right.',
  'In a mirror, the camera turned left by 30 degrees.',
  'The camera rotated around the third axis.',
  'The chair hides the far wall.',
  'The chair seems to have its left leg missing.',
  'The parallax between near and far objects is large.',
  'The scene lies east of the camera.',
  'The red pillar touches the chair.',
  'The camera hugs the wall.',
  'The camera yields to the chair.',
  'Everything shifts by two columns.',
  'The elevation is 10 degrees.',
  'Both frusta overlap by half.',
  'The camera moved ← left.',
  'The camera moved to the right; this is false.',
  'The camera moved to the right. That is wrong.',
  'The camera moved to the right. No, it did not.',
];

describe('text that no form understands', () => {
  it.each(OUTSIDE)('is never accepted: %s', (text) => {
    const verdict = verifyChain(`The camera moved to the right. ${text}`, orbit);
    expect(verdict.accepted, JSON.stringify(verdict.claims)).toBe(false);
  });

  it('says that it was not understood', () => {
    const said = OUTSIDE.filter((text) =>
      verifyChain(text, orbit).claims.some((claim) => claim.reason === 'not understood'),
    );
    expect(said.length).toBeGreaterThan(OUTSIDE.length - 4);
  });

  it('does not take "it" for the camera after a sentence about an object', () => {
    expect(
      verifyChain('The chair is visible in the first photo. It moved to the right.', orbit).accepted,
    ).toBe(false);
    expect(verifyChain('The camera turned left. It moved to the right.', orbit).accepted).toBe(true);
  });
});

function sentences(of: QuestionGeometry): {
  yes: (...list: string[]) => void;
  no: (...list: string[]) => void;
} {
  return {
    yes: (...list) =>
      it.each(list)('true: %s', (text) => {
        const { accepted, claims } = verifyChain(text, of);
        expect(accepted, JSON.stringify(claims)).toBe(true);
      }),
    no: (...list) =>
      it.each(list)('false: %s', (text) => {
        const { accepted, claims } = verifyChain(text, of);
        expect(accepted, JSON.stringify(claims)).toBe(false);
      }),
  };
}

function geometry(...cameras: QuestionGeometry['cameras']): QuestionGeometry {
  return {
    cameras,
    up: [0, 1, 0],
    centre,
    motion: null,
    labels: null,
    objects,
    visible: cameras.map((of) => visibleIn(of, objects)),
    value: null,
    unit: null,
    margin: 0,
    parameters: cameras.length === 2 ? { thresholds: LabelThresholdsSchema.parse({}) } : {},
  };
}

function camera(position: Vec3, target: Vec3, rollDeg = 0): QuestionGeometry['cameras'][number] {
  // The masks of synthetic scenes are those of 64-pixel pictures.
  const intrinsics = intrinsicsFromFov({ fovYDeg: 60, width: 64, height: 64 });
  return { intrinsics, cameraToWorld: lookAt({ position, target, rollDeg }) };
}

function box(
  family: string,
  role: SceneObject['role'],
  colour: string,
  position: Vec3,
  half: number,
  height: number,
  front: Vec3 | null,
): SceneObject {
  const [x, y, z] = position;
  const bounds = { min: [x - half, y, z - half], max: [x + half, y + height, z + half] } as const;
  const min: Vec3 = [...bounds.min];
  const max: Vec3 = [...bounds.max];
  return {
    objectId: `${colour} ${family}`,
    family,
    role,
    colour,
    position,
    yawDeg: 0,
    scale: 1,
    bounds: { min, max },
    front,
  };
}
