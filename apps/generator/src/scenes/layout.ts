/** Lays out one scene from (config, split, scene number) alone: subject, bystanders, landmarks, look. */
import type { Scene, SceneObject, Split } from '@parallax/dataset/schema';
import { createRandom, type Random, type Vec3 } from '@parallax/geometry';
import { type Asset, buildAsset } from '../assets/catalogue.ts';
import { landmarkColours } from '../assets/palette.ts';
import { buildPillar } from '../assets/pillar.ts';
import type { Shape } from '../assets/shape.ts';
import { type GenerateConfig, SHARD_PROVENANCE } from '../config.ts';
import { type PlacedShape, toWorld } from '../render/stage.ts';
import { drawLook, type SceneLook } from './look.ts';

export interface Layout {
  readonly scene: Scene;
  readonly placed: readonly PlacedShape[];
  readonly look: SceneLook;
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
  const look = drawLook(random.fork('look'));
  const subject = placeSubject(subjects[index % subjects.length]!, random.fork('subject'));
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

function placeSubject(objectId: string, random: Random): PlacedShape {
  const asset = buildAsset(objectId);
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
      return placeAsset(buildAsset(id), 'bystander', scale, position, random.uniform(-180, 180));
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

function placeAsset(
  { objectId, family, colour, shape }: Asset,
  role: SceneObject['role'],
  scale: number,
  position: Vec3,
  yawDeg: number,
): PlacedShape {
  const yaw = (yawDeg * Math.PI) / 180;
  const front: Vec3 | null = family.front ? [Math.sin(yaw), 0, Math.cos(yaw)] : null;
  return place(shape, { objectId, family: family.name, role, colour, position, yawDeg, scale, front });
}

function place(shape: Shape, object: Omit<SceneObject, 'bounds'>): PlacedShape {
  const { position } = toWorld(shape, object);
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < position.length; i++) {
    low[i % 3] = Math.min(low[i % 3]!, position[i]!);
    high[i % 3] = Math.max(high[i % 3]!, position[i]!);
  }
  return { shape, object: { ...object, bounds: { min: low, max: high } } };
}

function familyOf(objectId: string): string {
  return objectId.slice(0, objectId.lastIndexOf('-'));
}
