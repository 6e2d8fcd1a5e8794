/** Lays out one scene from (config, split, scene number) alone: subject, bystanders, landmarks, look. */
import type { Scene, Split } from '@parallax/dataset/schema';
import { createRandom, type Random, type Vec3 } from '@parallax/geometry';
import { buildAsset } from '../assets/catalogue.ts';
import { landmarkColours } from '../assets/paint/palette.ts';
import { buildPillar } from '../assets/pillar.ts';
import type { Shape } from '../assets/shape.ts';
import { type GenerateConfig, SHARD_PROVENANCE } from '../config.ts';
import type { PlacedShape } from '../render/stage.ts';
import { drawLook, type SceneLook } from './look.ts';
import { place, placeAsset } from './place-asset.ts';

export interface Layout {
  readonly scene: Scene;
  readonly placed: readonly PlacedShape[];
  readonly look: SceneLook;
  /** Walls and ceiling, in world coordinates: background, not objects. */
  readonly backdrop?: Shape;
  /** Middle of the subject's bounds: what directions and distances refer to. */
  readonly centre: Vec3;
  /** Streams for what follows (views, pairs, questions); independent of the layout's own draws. */
  readonly random: Random;
}

/** Ring of the landmarks around the origin, metres. */
const RING = { near: 6.2, far: 8 };
const PILLAR = { width: [0.75, 1.05], height: [3.2, 4.6] } as const;
const SUBJECT_SCALE = [1.2, 1.55] as const;
/** Bystanders stand between these distances from the subject, metres. */
const BYSTANDER = { near: 1.6, far: 2.2, scale: [0.6, 0.9] } as const;

export function layoutScene(
  config: GenerateConfig,
  split: Split,
  index: number,
  subjects: readonly string[],
): Layout {
  const random = createRandom(`${config.seed}/${split}/${index}`);
  const look = drawLook(random.fork('look'), config.look);
  const subject = placeSubject(subjects[index % subjects.length]!, config.look, random.fork('subject'));
  const placed = [
    subject,
    ...placeBystanders(config, subject, subjects, random.fork('bystanders')),
    ...placeLandmarks(config.landmarksPerScene, random.fork('landmarks')),
  ];
  const { min, max } = subject.object.bounds;
  return {
    scene: {
      type: 'scene',
      schemaVersion: 1,
      codeCommit: SHARD_PROVENANCE,
      sceneId: `${split}-${String(index).padStart(6, '0')}`,
      split,
      seed: random.seed,
      subjectId: subject.object.objectId,
      objects: placed.map(({ object }) => object),
      look: { ...look },
    },
    placed,
    look,
    centre: [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2],
    random,
  };
}

function placeSubject(objectId: string, look: GenerateConfig['look'], random: Random): PlacedShape {
  const asset = buildAsset(objectId, look);
  return placeAsset(asset, 'subject', random.uniform(...SUBJECT_SCALE), [0, 0, 0], random.uniform(-180, 180));
}

/** Other families than the subject's and each other's, so that each can be named without doubt. */
function placeBystanders(
  config: GenerateConfig,
  subject: PlacedShape,
  subjects: readonly string[],
  random: Random,
): PlacedShape[] {
  const count = random.int(0, config.bystandersPerScene + 1);
  const families = new Set([subject.object.family]);
  const bearings = random.shuffle(Array.from({ length: Math.max(count, 1) }, (_, k) => k));
  return random
    .shuffle(subjects)
    .filter((id) => !families.has(familyOf(id)) && families.add(familyOf(id)))
    .slice(0, count)
    .map((id, k) => {
      const bearing = (2 * Math.PI * (bearings[k]! + random.uniform(0.1, 0.9))) / count;
      const distance = random.uniform(BYSTANDER.near, BYSTANDER.far);
      const position: Vec3 = [distance * Math.sin(bearing), 0, distance * Math.cos(bearing)];
      const scale = random.uniform(...BYSTANDER.scale);
      return placeAsset(buildAsset(id, config.look), 'bystander', scale, position, random.uniform(-180, 180));
    });
}

/** Evenly spread bearings with jitter; every landmark another colour. */
function placeLandmarks(count: number, random: Random): PlacedShape[] {
  const colours = random.shuffle(landmarkColours).slice(0, count);
  const first = random.uniform(0, 2 * Math.PI);
  return colours.map((colour, k) => {
    const bearing = first + ((k + random.uniform(-0.3, 0.3)) * 2 * Math.PI) / count;
    const distance = random.uniform(RING.near, RING.far);
    const [height, width] = [random.uniform(...PILLAR.height), random.uniform(...PILLAR.width)];
    const shape = buildPillar(colour, height, width, random.fork(colour));
    const position: Vec3 = [distance * Math.sin(bearing), 0, distance * Math.cos(bearing)];
    return place(shape, {
      objectId: `pillar-${colour}`,
      family: 'pillar',
      role: 'landmark',
      colour,
      position,
      yawDeg: 0,
      scale: 1,
      front: null,
    });
  });
}

function familyOf(objectId: string): string {
  return objectId.slice(0, objectId.lastIndexOf('-'));
}
