/** Geometries for a trial of the verifier: pairs and single photos of synthetic scenes and rooms, without a renderer. */
import { createRandom, LabelThresholdsSchema, type Random } from '@parallax/geometry';
import { syntheticRoom } from '../../scenes/synthetic-room.ts';
import { SYNTHETIC_CENTRE, syntheticScene } from '../../scenes/synthetic-scene.ts';
import type { QuestionGeometry, View } from '../../schema.ts';
import { centreOf } from '../measure.ts';

/** Two pairs and one single photo a scene; every other scene is a room. */
export function trialGeometries(options: { scenes: number; seed: string }): QuestionGeometry[] {
  return Array.from({ length: options.scenes }, (_, i) => {
    const random = createRandom(`${options.seed}/${i}`);
    return geometriesOf(i % 2 === 1, `${options.seed}-${i}`, random);
  }).flat();
}

function geometriesOf(isRoom: boolean, id: string, random: Random): QuestionGeometry[] {
  const { scene, views } = (isRoom ? syntheticRoom : syntheticScene)(id, 'train', random, 8);
  const subject = scene.objects.find((object) => object.objectId === scene.subjectId);
  const centre = subject === undefined || !isRoom ? SYNTHETIC_CENTRE : centreOf(subject);
  const of = (shown: readonly View[]): QuestionGeometry => ({
    cameras: shown.map((view) => view.camera),
    up: [0, 1, 0],
    centre,
    motion: null,
    labels: null,
    objects: scene.objects,
    visible: shown.map((view) => view.visible),
    value: null,
    unit: null,
    margin: 0,
    parameters: shown.length === 2 ? { thresholds: LabelThresholdsSchema.parse({}) } : {},
  });
  const [a, b, c, d] = random.fork('views').shuffle(views);
  return [of([a!, b!]), of([c!, d!]), of([a!])];
}
