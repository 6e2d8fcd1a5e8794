/** Views for tests in which one object of a synthetic scene stands elsewhere, in pairs with a view of the scene as it is. */
import { cameraAxes, type Random, type Vec3 } from '@parallax/geometry';
import type { SceneObject, View } from '../../schema.ts';
import { type SyntheticScene, visibleIn } from './synthetic-scene.ts';

/** Along, against and across the line of sight, degrees from straight away; jittered. */
const WAYS_DEG = [0, 90, 180, 270];

/** Three pairs a call: only the camera moved, only an object, both. */
export function syntheticMoves({ scene, views }: SyntheticScene, random: Random): [View, View][] {
  const [a, b] = random.shuffle(views);
  if (a === undefined || b === undefined) return [];
  const movable = scene.objects.filter(({ role }) => role === 'bystander' || role === 'agent');
  const object = random.pick(movable);
  const { forward } = cameraAxes(a.camera);
  const way = ((random.pick(WAYS_DEG) + random.uniform(-20, 20)) * Math.PI) / 180;
  const heading = Math.atan2(forward[0], -forward[2]) + way;
  const length = random.uniform(0.5, 1.1);
  const by: Vec3 = [length * Math.sin(heading), 0, -length * Math.cos(heading)];
  return [
    [a, b],
    [a, withMoved(scene.objects, a, object, by)],
    [a, withMoved(scene.objects, b, object, by)],
  ];
}

function withMoved(objects: readonly SceneObject[], view: View, object: SceneObject, by: Vec3): View {
  const shift = (p: Vec3): Vec3 => [p[0] + by[0], p[1] + by[1], p[2] + by[2]];
  const there: SceneObject = {
    ...object,
    position: shift(object.position),
    bounds: { min: shift(object.bounds.min), max: shift(object.bounds.max) },
  };
  const around = objects.map((other) => (other === object ? there : other));
  return {
    ...view,
    viewId: `${view.viewId}-moved`,
    visible: visibleIn(view.camera, around),
    moved: [{ objectId: object.objectId, position: there.position, yawDeg: object.yawDeg }],
  };
}
