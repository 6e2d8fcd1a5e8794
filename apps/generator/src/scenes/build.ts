/** One scene with its cameras, ready to be rendered. */
import type { Placement, Split } from '@parallax/dataset/schema';
import { type Camera, intrinsicsFromFov } from '@parallax/geometry';
import { buildBoardScene } from '../board/build-board.ts';
import type { GenerateConfig } from '../config.ts';
import { type Layout, layoutScene } from './layout.ts';
import { withMovedViews } from './moved-views.ts';
import { buildRoom } from './room/build-room.ts';
import { sampleDecorrelatedViews } from './views/decorrelated-views.ts';
import { sampleOrbitViews } from './views/orbit-views.ts';

export interface BuiltScene extends Layout {
  readonly cameras: readonly Camera[];
  /** Objects that stand elsewhere while a view is taken, in the order of the cameras. */
  readonly moved?: readonly (readonly Placement[])[];
}

/** The same (config, split, index) gives the same scene on any machine and in any order. */
export function buildScene(
  config: GenerateConfig,
  split: Split,
  index: number,
  subjects: readonly string[],
): BuiltScene {
  return withMovedViews(buildStillScene(config, split, index, subjects), config.movedViewsPerScene);
}

function buildStillScene(
  config: GenerateConfig,
  split: Split,
  index: number,
  subjects: readonly string[],
): BuiltScene {
  const size = config.imageSizePx;
  const intrinsics = intrinsicsFromFov({ fovYDeg: config.fovDeg, width: size, height: size });
  if (config.setting === 'board') return buildBoardScene(config, split, index, intrinsics);
  if (config.setting === 'room') return buildRoom(config, split, index, subjects, intrinsics);
  const layout = layoutScene(config, split, index, subjects);
  const random = layout.random.fork('views');
  const count = config.viewsPerScene;
  const { centre } = layout;
  const { objects } = layout.scene;
  const { thresholds, objectCentricShare, freedoms } = config;
  const cameras =
    config.profile === 'viewpoint-100k'
      ? sampleOrbitViews(count, centre, intrinsics, random)
      : sampleDecorrelatedViews(
          { count, centre, objects, intrinsics, thresholds, objectCentricShare, freedoms },
          random,
        );
  return { ...layout, cameras };
}
