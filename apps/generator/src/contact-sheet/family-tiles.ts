/** Close pictures of objects of every family, three-quarter from the front, in the light of a scene. */
import { intrinsicsFromFov, lookAt, type Vec3 } from '@parallax/geometry';
import { objectIdOf } from '../assets/catalogue.ts';
import { GenerateConfigSchema } from '../config.ts';
import type { SceneRenderer } from '../render/renderer.ts';
import { layoutScene } from '../scenes/layout.ts';

const BEARINGS_DEG = [35, -40, 20, 140];

/** @param perFamily objects of each family, side by side. */
export function familyTiles(
  renderer: SceneRenderer,
  names: readonly string[],
  perFamily: number,
  look: 'plain' | 'rich',
  seed = '0',
): Uint8Array[] {
  const landmarksPerScene = 0;
  const config = GenerateConfigSchema.parse({ seed, look, bystandersPerScene: 0, landmarksPerScene });
  return names.flatMap((name, f) =>
    Array.from({ length: perFamily }, (_, k) => {
      const layout = layoutScene(
        config,
        'train',
        f * perFamily + k,
        Array(1000).fill(objectIdOf(name, k + f)),
      );
      renderer.load(layout);
      const { object } = layout.placed[0]!;
      const bearing = object.yawDeg + BEARINGS_DEG[k % BEARINGS_DEG.length]!;
      const yaw = (bearing * Math.PI) / 180;
      const [x, y, z] = layout.centre;
      const reach = 1.62 * object.scale;
      const position: Vec3 = [x + reach * Math.sin(yaw), y + 0.45 * object.scale, z + reach * Math.cos(yaw)];
      const intrinsics = intrinsicsFromFov({ fovYDeg: 42, width: renderer.sizePx, height: renderer.sizePx });
      return renderer.render({ intrinsics, cameraToWorld: lookAt({ position, target: [x, y, z] }) }).rgb;
    }),
  );
}
