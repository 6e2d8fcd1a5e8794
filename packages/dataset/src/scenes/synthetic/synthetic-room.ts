/**
 * Rooms for tests, without a renderer: named objects with fronts, a pair of look-alikes, an agent, cameras at eye
 * height that look inward, and masks computed from projected boxes. Data sets never build on it.
 */
import { type Camera, intrinsicsFromFov, lookAt, type Random, type Vec3 } from '@parallax/geometry';
import type { Scene, SceneObject, Split, View } from '../../schema.ts';
import { type SyntheticScene, syntheticView } from './synthetic-scene.ts';

const FAMILIES = ['chair', 'sofa', 'desk', 'television', 'mailbox', 'coffee-mug'];
const COLOURS = ['red', 'green', 'blue', 'yellow', 'white', 'orange'];
const SIZE_PX = 64;
/** Half of the least inner length and width, metres; walls stand up to a metre farther out. */
const HALF_ROOM = { x: 3, z: 2.6 };
const HEIGHT = 2.6;
/** Places on the floor, at least a metre apart; each is jittered. */
const PLACES: readonly (readonly [number, number])[] = [
  [-1.9, -1.6],
  [-1.7, 0.1],
  [-1.8, 1.6],
  [0, -1.5],
  [0.1, 0.2],
  [-0.1, 1.6],
  [1.8, -1.6],
  [1.9, 0.1],
  [1.7, 1.5],
];

/** Six objects, the first of them the subject, two of one family, and one agent. */
export function syntheticRoom(id: string, split: Split, random: Random, viewCount = 8): SyntheticScene {
  const places = random.shuffle(PLACES);
  const families = random.shuffle(FAMILIES).slice(0, 5);
  const colours = random.shuffle(COLOURS);
  const names = [...families, families[1]!, 'robot'];
  const objects = names.map((family, i): SceneObject => {
    const role = i === 0 ? 'subject' : family === 'robot' ? 'agent' : 'bystander';
    const colour = colours[i % colours.length]!;
    return standing(`${id}/${i}`, role, family, colour, places[i]!, random.fork(`object ${i}`));
  });
  const walls = random.fork('walls');
  const [x, z] = [HALF_ROOM.x + walls.next(), HALF_ROOM.z + walls.next()];
  const scene: Scene = {
    type: 'scene',
    schemaVersion: 1,
    codeCommit: 'test',
    sceneId: id,
    split,
    seed: id,
    subjectId: objects[0]!.objectId,
    objects,
    room: { min: [-x, 0, -z], max: [x, HEIGHT, z] },
    look: {},
  };
  const views = Array.from({ length: viewCount }, (_, i) => viewOf(scene, i, random.fork(`view ${i}`)));
  return { scene, views };
}

function standing(
  objectId: string,
  role: SceneObject['role'],
  family: string,
  colour: string,
  [placeX, placeZ]: readonly [number, number],
  random: Random,
): SceneObject {
  const x = placeX + random.uniform(-0.25, 0.25);
  const z = placeZ + random.uniform(-0.25, 0.25);
  const [wide, high, deep] = [random.uniform(0.3, 0.7), random.uniform(0.4, 1.1), random.uniform(0.3, 0.7)];
  const yawDeg = random.uniform(-180, 180);
  const yaw = (yawDeg * Math.PI) / 180;
  // Half of the level bounds of the turned box.
  const halfX = (Math.abs(Math.cos(yaw)) * wide + Math.abs(Math.sin(yaw)) * deep) / 2;
  const halfZ = (Math.abs(Math.sin(yaw)) * wide + Math.abs(Math.cos(yaw)) * deep) / 2;
  return {
    objectId,
    family,
    role,
    colour,
    position: [x, 0, z],
    yawDeg,
    scale: 1,
    bounds: { min: [x - halfX, 0, z - halfZ], max: [x + halfX, high, z + halfZ] },
    extents: [wide, high, deep],
    front: [Math.sin(yaw), 0, Math.cos(yaw)],
  };
}

/** From near a wall towards the middle of the room; views of one room differ in place, heading and tilt. */
function viewOf(scene: Scene, i: number, random: Random): View {
  const azimuth = random.uniform(-Math.PI, Math.PI);
  const position: Vec3 = [2.9 * Math.sin(azimuth), random.uniform(1.2, 1.8), 2.5 * Math.cos(azimuth)];
  const target: Vec3 = [random.uniform(-0.6, 0.6), random.uniform(0.3, 0.9), random.uniform(-0.6, 0.6)];
  const intrinsics = intrinsicsFromFov({ fovYDeg: 70, width: SIZE_PX, height: SIZE_PX });
  const camera: Camera = {
    intrinsics,
    cameraToWorld: lookAt({ position, target, rollDeg: random.uniform(-4, 4) }),
  };
  return syntheticView(scene, i, camera);
}
