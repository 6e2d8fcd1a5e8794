/** Sequences of views for tests: a camera that turns step by step, so that objects come into sight one after another. */
import { intrinsicsFromFov, lookAt, type Random, type Vec3 } from '@parallax/geometry';
import type { Scene, View } from '../../schema.ts';
import { visibleIn } from './synthetic-scene.ts';

const SIZE_PX = 64;
const FOV_DEG = 40;
const STEP_DEG = 25;

/** Three sequences of `count` views. */
export function syntheticWalks(scene: Scene, count: number, random: Random): View[][] {
  return [0, 1, 2].map((walk) => {
    // From the middle of a wall, z = -2.5 or 2.5, the room is swept from one side to the other.
    const wall = random.pick([-1, 1]);
    const from: Vec3 = [random.uniform(-1, 1), 1.5, 2.5 * wall];
    const way = random.pick([-1, 1]);
    const first = (wall > 0 ? 180 : 0) - (way * STEP_DEG * (count - 1)) / 2;
    return Array.from({ length: count }, (_, i): View => {
      const heading = ((first + way * STEP_DEG * i) * Math.PI) / 180;
      const target: Vec3 = [from[0] + Math.sin(heading), 1.2, from[2] + Math.cos(heading)];
      const intrinsics = intrinsicsFromFov({ fovYDeg: FOV_DEG, width: SIZE_PX, height: SIZE_PX });
      const camera = { intrinsics, cameraToWorld: lookAt({ position: from, target }) };
      const viewId = `${scene.sceneId}/w${walk}-${i}`;
      return {
        type: 'view',
        schemaVersion: 1,
        codeCommit: 'test',
        viewId,
        groupId: scene.sceneId,
        split: scene.split,
        camera,
        image: { sha256: 'a'.repeat(64), name: `w${walk}-${i}.png`, width: SIZE_PX, height: SIZE_PX },
        visible: visibleIn(camera, scene.objects),
      };
    });
  });
}
