/** One room with its cameras from (config, split, scene number) alone; drawn anew until everything finds its place. */
import type { Split } from '@parallax/dataset/schema';
import { boxCentre, type Camera, createRandom, type Intrinsics, type Random } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { type Asset, buildAsset } from '../../assets/catalogue.ts';
import { type GenerateConfig, SHARD_PROVENANCE } from '../../config.ts';
import type { PlacedShape } from '../../render/stage.ts';
import type { BuiltScene } from '../build.ts';
import { castRoom } from './cast.ts';
import { furnish, largestExtent } from './furnish.ts';
import { drawRoomPlan, type RoomPlan } from './plan.ts';
import { buildShell } from './shell.ts';
import { sampleFreeViews } from './views/free-views.ts';
import { sampleWalk } from './views/walk-views.ts';

const TRIES = 60;
/** The same things are tried in so many rooms before others are. */
const TRIES_PER_CAST = 10;

/** @throws ConfigError `room-too-small` when so many objects find no place in rooms of that size. */
export function buildRoom(
  config: GenerateConfig,
  split: Split,
  index: number,
  subjects: readonly string[],
  intrinsics: Intrinsics,
): BuiltScene {
  const random = createRandom(`${config.seed}/${split}/${index}`);
  const assets = new Map<string, Asset>();
  const assetOf = (objectId: string): Asset => {
    const asset = assets.get(objectId) ?? buildAsset(objectId, config.look);
    assets.set(objectId, asset);
    return asset;
  };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const draw = random.fork(`room ${attempt}`);
    const plan = drawRoomPlan(config, draw.fork('plan'));
    const round = random.fork(`cast ${Math.floor(attempt / TRIES_PER_CAST)}`);
    const cast = castRoom(config, split, index, subjects, round);
    const placed = furnish(config, plan, cast, assetOf, draw.fork('places'));
    if (placed === undefined) continue;
    const cameras = sampleCameras(config, plan, placed, intrinsics, draw.fork('views'));
    if (cameras === undefined) continue;
    return {
      scene: {
        type: 'scene',
        schemaVersion: 1,
        codeCommit: SHARD_PROVENANCE,
        sceneId: `${split}-${String(index).padStart(6, '0')}`,
        split,
        seed: random.seed,
        subjectId: placed[0]!.object.objectId,
        objects: placed.map(({ object }) => object),
        room: plan.bounds,
        look: { ...plan.look, cameras: config.room.cameras },
      },
      placed,
      look: plan.look,
      backdrop: buildShell(plan),
      centre: boxCentre(placed[0]!.object.bounds),
      random,
      cameras,
    };
  }
  throw new ConfigError(
    'room-too-small',
    `Scene ${split}/${index}: no room of ${TRIES} holds what it should.`,
    {
      remedy: 'Raise generate.room.sizeM, or lower generate.room.objects.',
    },
  );
}

function sampleCameras(
  { viewsPerScene: count, room: { cameras }, thresholds, objectCentricShare, freedoms }: GenerateConfig,
  { bounds: room }: RoomPlan,
  placed: readonly PlacedShape[],
  intrinsics: Intrinsics,
  random: Random,
): Camera[] | undefined {
  const objects = placed.map(({ object }) => object);
  if (cameras === 'walk') return sampleWalk({ count, room, objects, intrinsics }, random);
  const subject = placed[0]!;
  const centre = boxCentre(subject.object.bounds);
  const about = { subjectId: subject.object.objectId, subjectSizeM: largestExtent(subject) };
  return sampleFreeViews(
    { count, room, objects, centre, intrinsics, thresholds, objectCentricShare, freedoms, ...about },
    random,
  );
}
