/** The scene that both renderers draw: vertices, colours, light and cameras as plain numbers. */
import { writeFileSync } from 'node:fs';
import { GenerateConfigSchema } from '@parallax/generator/config';
import { buildStage } from '@parallax/generator/render/stage';
import { type BuiltScene, buildScene } from '@parallax/generator/scenes/build';
import { splitSubjects } from '@parallax/generator/scenes/subjects';

export interface SceneSize {
  readonly imageSizePx: number;
  readonly views: number;
  /** 0 and up: another subject, another layout. */
  readonly scene: number;
  /** plain: patterns on standard shading, the nearest to what pyrender does; rich: the default look. */
  readonly look: 'plain' | 'rich';
}

export function benchScene({ imageSizePx, views, scene, look }: SceneSize): BuiltScene {
  const config = GenerateConfigSchema.parse({ seed: 'bench', imageSizePx, viewsPerScene: views, look });
  return buildScene(config, 'train', scene, splitSubjects(config).train);
}

export function writeScene(path: string, size: SceneSize): void {
  const { placed, look, cameras } = benchScene(size);
  const stage = buildStage(placed, look);
  const attribute = (name: string): number[] => Array.from(stage.getAttribute(name).array);
  const content = {
    size: size.imageSizePx,
    position: attribute('position'),
    normal: attribute('normal'),
    colour: attribute('color'),
    number: attribute('objectNumber'),
    index: Array.from(stage.getIndex()?.array ?? []),
    sun: look.sun,
    cameras,
  };
  writeFileSync(path, JSON.stringify(content));
}
