/**
 * Forms of claim that some kinds ask for, against scenes laid out by hand: what is true in them follows from the
 * coordinates below by eye, not from the code under test.
 */
import { intrinsicsFromFov, LabelThresholdsSchema, lookAt, type Vec3 } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { visibleIn } from '../scenes/synthetic/synthetic-scene.ts';
import type { QuestionGeometry, SceneObject } from '../schema.ts';
import { verifyChain } from './verify.ts';

/*
 * Seen from above, x to the right, z towards the first camera:
 *
 *        lamp (-2,-2)                     robot (2,-2), faces the first camera (+z)
 *                       chair (0,0), faces +x
 *        red mug (-2,2), faces nowhere
 *                       camera 1 (0,1,4), looks along -z
 */
const chair = box('chair', 'subject', 'white', [0, 0, 0], [1, 0, 0]);
const lamp = box('lamp', 'bystander', 'green', [-2, 0, -2], null);
const robot = box('robot', 'agent', 'blue', [2, 0, -2], [0, 0, 1]);
const mug = box('mug', 'bystander', 'red', [-2, 0, 2], null);
const objects = [chair, lamp, robot, mug];
const camera1 = camera([0, 1, 4], [0, 1, 0]);

describe('directions for the camera, for others, and after walks', () => {
  const { yes, no } = sentences(geometry([camera1]));
  yes(
    "In the camera's own directions, the green lamp is to the front-left of the chair.",
    "In the camera's own directions, the green lamp is to the left of the blue robot.",
    "From the blue robot's own perspective, the green lamp is to the right.",
    "From the chair's own perspective, the blue robot is to the front-left.",
    'Standing at the green lamp and facing the blue robot, the red mug lies to the right.',
    'Standing at the green lamp and facing the blue robot, one would turn right by about 45 degrees to face the chair.',
    "In the camera's own directions, the blue robot faces to the back.",
    "In the blue robot's own directions, the chair faces to the left.",
    'Coming from the red mug to the chair, one would turn left by about 90 degrees to walk on to the green lamp.',
    'For somebody who walked from the camera to the chair, the red mug is not in front.',
    'For somebody who walked from the camera to the blue robot, the green lamp is on the left.',
    'The camera would have to turn left by about 18 degrees to face the green lamp.',
    'Between closest points, the green lamp and the red mug are 3.0 m apart.',
    'Between closest points, the chair is nearer to the red mug than the blue robot.',
    'The longest side of the chair is about 100 cm.',
  );
  no(
    "In the camera's own directions, the green lamp is to the back-left of the chair.",
    "In the camera's own directions, the green lamp is to the right of the blue robot.",
    "From the blue robot's own perspective, the green lamp is to the left.",
    "From the chair's own perspective, the blue robot is to the front-right.",
    "From the green lamp's own perspective, the chair is to the front.",
    'Standing at the green lamp and facing the blue robot, the red mug lies to the left.',
    'Standing at the green lamp and facing the blue robot, one would turn left by about 45 degrees to face the chair.',
    "In the camera's own directions, the blue robot faces to the front.",
    'Coming from the red mug to the chair, one would turn right by about 90 degrees to walk on to the green lamp.',
    'For somebody who walked from the camera to the blue robot, the green lamp is behind.',
    'The camera would have to turn right by about 18 degrees to face the green lamp.',
    'After the action the green lamp is about 18 degrees to the left.',
    'Between closest points, the green lamp and the red mug are 4.0 m apart.',
    'Between closest points, the blue robot is nearer to the red mug than the chair.',
    'The longest side of the chair is about 90 cm.',
    'There are 2 chairs in the room.',
    'Tile 1 belongs in row 1, column 1.',
    'The chair was moved between the photos.',
  );
});

describe('an action to imagine', () => {
  const turn = sentences({ ...geometry([camera1]), parameters: { turnDeg: -10 } });
  // The picture is 60 degrees wide: after ten degrees to the left the chair is ten degrees right of the middle.
  turn.yes(
    'After the action, the chair is about 10 degrees to the right.',
    'After the action, the chair is in the right half of the picture.',
    'After the action, the left half of the picture shows the green lamp.',
  );
  turn.no(
    'After the action, the chair is about 10 degrees to the left.',
    'After the action, the chair is in the left half of the picture.',
    'After the action, the chair is out of frame to the right.',
  );
});

describe('three cameras around the chair, and a walk', () => {
  // 40 degrees clockwise seen from above is a move to the left for a camera at +z.
  const at = (deg: number) =>
    camera([4 * Math.sin((deg * Math.PI) / 180), 1, 4 * Math.cos((deg * Math.PI) / 180)], [0, 1, 0]);
  const three = sentences(geometry([camera1, at(-40), at(-20)]));
  three.yes(
    'Seen from above, the second photo was taken about 40 degrees clockwise around the object from the first.',
    'On the way around the object, the third photo was taken between the first and the second.',
  );
  three.no(
    'Seen from above, the second photo was taken about 40 degrees counter-clockwise around the object from the first.',
    'Seen from above, the third photo was taken about 40 degrees clockwise around the object from the first.',
    'On the way around the object, the second photo was taken between the first and the third.',
    'On the way around the object, the third photo was taken between the third and the second.',
  );
  // Two metres straight to the right, then looking back along +z.
  const walk = sentences(geometry([camera1, camera([2, 1, 4], [2, 1, 9])]));
  walk.yes(
    'Before the walk, the camera turned right by about 90 degrees.',
    'The camera turned right by 90 degrees after the walk.',
    'The camera moved by about 48 % of its distance to the object.',
  );
  walk.no(
    'Before the walk, the camera turned left by about 90 degrees.',
    'After the walk, the camera did not turn.',
    'After the walk, the camera turned around.',
    'The camera moved by about 60 % of its distance to the object.',
  );
});

describe('objects that stand elsewhere in the second photo', () => {
  const there = { objectId: mug.objectId, position: [-1, 0, 2] as [number, number, number], yawDeg: 0 };
  const { yes, no } = sentences({ ...geometry([camera1, camera1]), moved: [[], [there]] });
  yes(
    'The red mug stands elsewhere in the second photo.',
    'The chair stayed where it was.',
    'The chair was not moved between the photos.',
    'Seen from the first camera, the red mug moved to the right.',
  );
  no(
    'The red mug stayed where it was.',
    'The chair stands elsewhere in the second photo.',
    'Seen from the first camera, the red mug moved to the left.',
    'Seen from the first camera, the chair moved to the right.',
    'Between closest points, the chair and the red mug are 1.8 m apart.',
  );
});

describe('a room, a board, a shuffled photo', () => {
  const room = sentences({
    ...geometry([camera1]),
    room: { min: [-3, 0, -2.5], max: [3, 2.5, 2.5] },
    parameters: { family: 'mug' },
  });
  room.yes(
    'The floor of the room is 6.0 m long and 5.0 m wide.',
    'The floor covers about 30.0 square metres.',
    'There is one mug in the room.',
  );
  room.no(
    'The floor is 5.0 m long and 6.0 m wide.',
    'The floor covers about 33.0 square metres.',
    'There are 2 mugs in the room.',
    'There is one chair in the room.',
  );
  const above = sentences(geometry([camera([0, 10, 0], [0, 0, 0], [0, 0, -1])]));
  // From the middle of 8 by 8 squares, x to the right and -z up: the lamp is two squares left and two up.
  above.yes(
    'The square in column 3 and row 3 holds the green lamp.',
    "In the picture's directions, the blue robot is to the right of the green lamp.",
    "In the picture's directions, the green lamp is to the upper left of the chair.",
    'The green lamp and the blue robot are 4.0 squares apart.',
    'The way from the red mug by the green lamp to the blue robot is 8.0 squares long.',
    'The round trip from the red mug by the green lamp, the blue robot back to the red mug is 13.7 squares long.',
  );
  above.no(
    'The square in column 3 and row 6 holds the green lamp.',
    "In the picture's directions, the green lamp is to the lower left of the chair.",
    "In the picture's directions, the blue robot is above the green lamp.",
    'The green lamp and the blue robot are 5.0 squares apart.',
    'The way from the red mug by the green lamp to the blue robot is 9.0 squares long.',
  );
  const edit = { type: 'tiles', rows: 2, columns: 2, order: [2, 0, 1, 3] };
  const tiles = sentences({ ...geometry([camera1]), parameters: { pictureEdits: [edit] } });
  tiles.yes('Tile 1 belongs in row 2, column 1.', 'The place in row 1, column 1 is that of tile 2.');
  tiles.no('Tile 1 belongs in row 1, column 1.', 'Tile 5 belongs in row 1, column 1.');
});

function sentences(of: QuestionGeometry) {
  const check = (list: readonly string[], expected: boolean): void =>
    it.each(list)(`${expected}: %s`, (text) => {
      const { accepted, claims } = verifyChain(text, of);
      expect(accepted, JSON.stringify(claims)).toBe(expected);
    });
  return {
    yes: (...list: string[]): void => check(list, true),
    no: (...list: string[]): void => check(list, false),
  };
}

function geometry(cameras: QuestionGeometry['cameras']): QuestionGeometry {
  return {
    cameras,
    up: [0, 1, 0],
    centre: cameras[0]!.cameraToWorld[7] > 5 ? [0, 0, 0] : [0, 0.5, 0],
    motion: null,
    labels: null,
    objects,
    visible: cameras.map((of) => visibleIn(of, objects)),
    value: null,
    unit: null,
    margin: 0,
    parameters: cameras.length > 1 ? { thresholds: LabelThresholdsSchema.parse({}) } : {},
  };
}

function camera(position: Vec3, target: Vec3, up: Vec3 = [0, 1, 0]): QuestionGeometry['cameras'][number] {
  const intrinsics = intrinsicsFromFov({ fovYDeg: 60, width: 64, height: 64 });
  return { intrinsics, cameraToWorld: lookAt({ position, target, up }) };
}

/** One metre wide, high and deep. */
function box(
  family: string,
  role: SceneObject['role'],
  colour: string,
  position: Vec3,
  front: Vec3 | null,
): SceneObject {
  const [x, y, z] = position;
  return {
    objectId: `${colour} ${family}`,
    family,
    role,
    colour,
    position,
    yawDeg: 0,
    scale: 1,
    bounds: { min: [x - 0.5, y, z - 0.5], max: [x + 0.5, y + 1, z + 0.5] },
    extents: [1, 1, 1],
    front,
  };
}
