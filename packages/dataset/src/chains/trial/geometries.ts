/**
 * Geometries for a trial of the verifier, without a renderer: pairs and single photos of synthetic scenes and rooms, and
 * what some kinds ask of: three photos, imagined actions, moved objects, walks, whole rooms, boards, shuffled tiles.
 */
import { createRandom, LabelThresholdsSchema, type Random } from '@parallax/geometry';
import { syntheticBoard } from '../../scenes/synthetic/synthetic-board.ts';
import { syntheticMoves } from '../../scenes/synthetic/synthetic-moves.ts';
import { syntheticRoom } from '../../scenes/synthetic/synthetic-room.ts';
import { SYNTHETIC_CENTRE, syntheticScene } from '../../scenes/synthetic/synthetic-scene.ts';
import { syntheticWalks } from '../../scenes/synthetic/synthetic-walk.ts';
import type { QuestionGeometry, SceneObject, View } from '../../schema.ts';
import { centreOf } from '../facts/measure.ts';

/** Two pairs, one single photo and what is asked of a scene; every other scene is a room. */
export function trialGeometries(options: { scenes: number; seed: string }): QuestionGeometry[] {
  return Array.from({ length: options.scenes }, (_, i) => {
    const random = createRandom(`${options.seed}/${i}`);
    return geometriesOf(i % 2 === 1, `${options.seed}-${i}`, random);
  }).flat();
}

function geometriesOf(isRoom: boolean, id: string, random: Random): QuestionGeometry[] {
  const synthetic = (isRoom ? syntheticRoom : syntheticScene)(id, 'train', random, 8);
  const { scene, views } = synthetic;
  const subject = scene.objects.find((object) => object.objectId === scene.subjectId);
  const centre = subject === undefined || !isRoom ? SYNTHETIC_CENTRE : centreOf(subject);
  const of = (shown: readonly View[]): QuestionGeometry => geometryOf(shown, scene.objects, centre);
  const [a, b, c, d] = random.fork('views').shuffle(views);
  const usual = [of([a!, b!]), of([c!, d!]), of([a!])];
  const asked = random.fork('asked');
  if (!isRoom) return [...usual, of([a!, b!, c!]), ...acted(of([b!]), asked), boardOf(id, asked)];
  const [, object, both] = syntheticMoves(synthetic, asked);
  const [walk] = syntheticWalks(scene, 6, asked);
  const { family } = asked.pick(scene.objects);
  const room = { ...of([b!]), parameters: { family }, ...(scene.room ? { room: scene.room } : {}) };
  const moved = [object!, both!].map((shown) => ({
    ...of(shown),
    moved: shown.map((view) => view.moved ?? []),
  }));
  return [...usual, room, asked.pick(moved), of(walk!)];
}

/** One photo with an action to imagine, and the same cut into tiles. */
function acted(geometry: QuestionGeometry, random: Random): QuestionGeometry[] {
  const action =
    random.next() < 0.5
      ? { turnDeg: random.pick([-20, -15, 15, 20]) }
      : { stepM: 1, direction: random.pick(['left', 'right', 'forward', 'backward']) };
  const size = random.pick([2, 3]);
  const order = random.shuffle(Array.from({ length: size * size }, (_, i) => i));
  const edit = { type: 'tiles', rows: size, columns: size, order };
  return [
    { ...geometry, parameters: action },
    { ...geometry, objects: [], visible: [[]], parameters: { pictureEdits: [edit] } },
  ];
}

function boardOf(id: string, random: Random): QuestionGeometry {
  const { scene, views } = syntheticBoard(`${id}-board`, 'train', random);
  return geometryOf([random.pick(views)], scene.objects, [0, 0, 0]);
}

function geometryOf(
  shown: readonly View[],
  objects: SceneObject[],
  centre: QuestionGeometry['centre'],
): QuestionGeometry {
  return {
    cameras: shown.map((view) => view.camera),
    up: [0, 1, 0],
    centre,
    motion: null,
    labels: null,
    objects,
    visible: shown.map((view) => view.visible),
    value: null,
    unit: null,
    margin: 0,
    parameters: shown.length >= 2 ? { thresholds: LabelThresholdsSchema.parse({}) } : {},
  };
}
