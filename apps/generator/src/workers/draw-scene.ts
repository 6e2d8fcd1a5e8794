/** Renders the views of one scene; pictures are encoded on other threads while the next scene is drawn. */
import type { PassRow } from '@parallax/dataset';
import type { Split, View } from '@parallax/dataset/schema';
import { sha256 } from '@parallax/lab/node';
import { type GenerateConfig, SHARD_PROVENANCE } from '../config.ts';
import { encodeImage } from '../render/encode.ts';
import { encodePasses } from '../render/passes/encode-passes.ts';
import type { SceneRenderer } from '../render/renderer.ts';
import { type BuiltScene, buildScene } from '../scenes/build.ts';

export interface DrawnScene {
  readonly built: BuiltScene;
  readonly index: number;
  /** Views with their encoded pictures, in the order of the scene's cameras. */
  readonly views: Promise<readonly DrawnView[]>;
}

export interface DrawnView {
  readonly view: View;
  readonly image: Uint8Array;
  /** Where the config asks for any. */
  readonly passes?: PassRow;
}

export function drawScene(
  renderer: SceneRenderer,
  config: GenerateConfig,
  split: Split,
  index: number,
  subjects: readonly string[],
): DrawnScene {
  const built = buildScene(config, split, index, subjects);
  renderer.load(built);
  const size = config.imageSizePx;
  const views = built.cameras.map(async (camera, k) => {
    const moved = built.moved?.[k] ?? [];
    const drawn = renderer.render(camera, { moved, passes: config.passes.length > 0 });
    const viewId = `${built.scene.sceneId}/v${String(k).padStart(2, '0')}`;
    const [image, passes] = await Promise.all([
      encodeImage(drawn.rgb, size, config.imageFormat),
      drawn.passes && encodePasses(viewId, drawn.passes, size, config.passes),
    ]);
    const name = `${viewId.replace('/', '-')}.${config.imageFormat === 'png' ? 'png' : 'jpg'}`;
    const view: View = {
      type: 'view',
      schemaVersion: 1,
      codeCommit: SHARD_PROVENANCE,
      viewId,
      groupId: built.scene.sceneId,
      split,
      camera,
      image: { sha256: sha256(image), name, width: size, height: size },
      visible: drawn.visible,
      ...(moved.length > 0 && { moved: [...moved] }),
    };
    return { view, image, ...(passes && { passes }) };
  });
  return { built, index, views: Promise.all(views) };
}
