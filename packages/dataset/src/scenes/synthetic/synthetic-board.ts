/** Boards for tests, without a renderer: tokens on squares, cameras straight above in four quarter turns. */
import { type Camera, intrinsicsFromFov, lookAt, type Random } from '@parallax/geometry';
import type { Scene, SceneObject, Split, View } from '../../schema.ts';
import { type SyntheticScene, visibleIn } from './synthetic-scene.ts';

const FAMILIES = ['disc', 'star', 'ring', 'cross'];
const COLOURS = ['red', 'green', 'blue', 'yellow', 'purple', 'orange', 'cyan', 'white'];
const SIZE_PX = 96;
const SQUARES = 8;
const TOKENS = 7;
const HALF = 0.35;

export function syntheticBoard(id: string, split: Split, random: Random, viewCount = 4): SyntheticScene {
  const board = flat(`${id}/board`, 'structure', 'board', 'gray', [0, 0], SQUARES / 2);
  const squares = random.shuffle(Array.from({ length: SQUARES * SQUARES }, (_, i) => i)).slice(0, TOKENS);
  const colours = random.shuffle(COLOURS);
  const tokens = squares.map((square, i) => {
    const jitter = (): number => random.uniform(-0.3, 0.3);
    const at = [square % SQUARES, Math.floor(square / SQUARES)].map((k) => k + 0.5 - SQUARES / 2 + jitter());
    return flat(`${id}/${i}`, 'bystander', random.pick(FAMILIES), colours[i]!, [at[0]!, at[1]!], HALF);
  });
  const scene: Scene = {
    type: 'scene',
    schemaVersion: 1,
    codeCommit: 'test',
    sceneId: id,
    split,
    seed: id,
    subjectId: board.objectId,
    objects: [board, ...tokens],
    look: {},
  };
  const views = Array.from({ length: viewCount }, (_, i): View => {
    const position = [random.uniform(-0.2, 0.2), random.uniform(9, 11), random.uniform(-0.2, 0.2)] as const;
    const target = [position[0], 0, position[2]] as const;
    const pose = lookAt({ position, target, up: [0, 0, -1], rollDeg: 90 * (i % 4) });
    const camera: Camera = {
      intrinsics: intrinsicsFromFov({ fovYDeg: 60, width: SIZE_PX, height: SIZE_PX }),
      // + 0 turns -0 into 0, so that a record equals itself after a round trip through JSON; sixteen stay sixteen.
      cameraToWorld: pose.map((value) => value + 0) as unknown as typeof pose,
    };
    return {
      type: 'view',
      schemaVersion: 1,
      codeCommit: 'test',
      viewId: `${id}/v${i}`,
      groupId: id,
      split,
      camera,
      image: { sha256: 'a'.repeat(64), name: `v${i}.png`, width: SIZE_PX, height: SIZE_PX },
      visible: visibleIn(camera, scene.objects, SIZE_PX),
    };
  });
  return { scene, views };
}

function flat(
  objectId: string,
  role: SceneObject['role'],
  family: string,
  colour: string,
  [x, z]: readonly [number, number],
  half: number,
): SceneObject {
  const bounds = { min: [x - half, 0, z - half], max: [x + half, 0.1, z + half] } as const;
  const extents = [2 * half, 0.1, 2 * half] as const;
  return {
    objectId,
    family,
    role,
    colour,
    position: [x, 0, z],
    yawDeg: 0,
    scale: 1,
    bounds,
    extents,
    front: null,
  };
}
