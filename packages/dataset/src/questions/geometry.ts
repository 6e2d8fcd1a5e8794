/** A question's source as geometry, and what of it may be asked. */
import { LabelThresholdsSchema } from '@parallax/geometry';
import { motionOf } from '../scenes/motion.ts';
import { nameOf } from '../scenes/naming.ts';
import { isClearlyVisible } from '../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../schema.ts';
import type { QuestionSource, Scope } from './kind.ts';

/** Geometry with all objects of the scene; a kind's question keeps those it speaks of. */
export function buildScope(source: QuestionSource): Scope {
  const cameras = source.views.map((view) => view.camera);
  const thresholds = source.thresholds ?? source.pair?.thresholds ?? LabelThresholdsSchema.parse({});
  const geometry: QuestionGeometry = {
    cameras,
    up: source.up,
    centre: source.centre,
    motion: null,
    labels: null,
    objects: source.group.type === 'scene' ? source.group.objects : [],
    visible: source.views.map((view) => view.visible),
    ...movedIn(source),
    ...(source.group.type === 'scene' && source.group.room !== undefined ? { room: source.group.room } : {}),
    value: null,
    unit: null,
    margin: 0,
    parameters: cameras.length === 2 ? { thresholds } : {},
  };
  if (cameras.length !== 2) return { source, geometry };
  const { motion, labels } = motionOf(geometry);
  return { source, geometry: { ...geometry, motion, labels } };
}

/** Objects that stood elsewhere, per view; nothing when all stood where the scene has them. */
function movedIn({ views }: QuestionSource): Pick<QuestionGeometry, 'moved'> {
  return views.some((view) => view.moved !== undefined)
    ? { moved: views.map((view) => view.moved ?? []) }
    : {};
}

/** One view of the geometry, as the visibility functions take it. */
export function seenIn(geometry: QuestionGeometry, view: number) {
  const camera = geometry.cameras[view];
  if (camera === undefined) throw new RangeError(`The question has no view ${view}.`);
  return { camera, visible: geometry.visible[view] ?? [] };
}

export function objectById(geometry: QuestionGeometry, id: unknown): SceneObject | undefined {
  return geometry.objects.find((object) => object.objectId === id);
}

export function subjectOf(geometry: QuestionGeometry): SceneObject | undefined {
  return geometry.objects.find((object) => object.role === 'subject');
}

/** Objects that may be asked of: clearly visible in every view and named without doubt. */
export function askable(geometry: QuestionGeometry, role?: SceneObject['role']): SceneObject[] {
  return geometry.objects.filter(
    (object) =>
      (role === undefined || object.role === role) &&
      nameOf(object, geometry.objects) !== null &&
      geometry.cameras.every((_, view) => isClearlyVisible(seenIn(geometry, view), object.objectId)),
  );
}
