/**
 * Scenes for tests, without a renderer: a subject, a ring of coloured pillars, cameras that look about, and masks
 * computed from projected boxes. Tests of other rooms build on it; data sets never do.
 */
import { type Camera, intrinsicsFromFov, lookAt, project, type Random, type Vec3 } from '@parallax/geometry';
import type { Scene, SceneObject, Split, View, VisibleObject } from '../../schema.ts';

const COLOURS = ['red', 'green', 'blue', 'yellow', 'cyan', 'magenta', 'orange', 'white'];
/** One family's noun is a word that chains use themselves, one has two words. */
const FAMILIES = ['chair', 'camera', 'coffee-mug', 'lamp'];
const SIZE_PX = 64;
export const SYNTHETIC_CENTRE: Vec3 = [0, 0.5, 0];

export interface SyntheticScene {
  readonly scene: Scene;
  readonly views: View[];
}

export function syntheticScene(id: string, split: Split, random: Random, viewCount = 8): SyntheticScene {
  const subject = placed(
    `${id}/subject`,
    'subject',
    random.pick(FAMILIES),
    random.pick(COLOURS),
    [0, 0, 0],
    1,
  );
  const colours = random.shuffle(COLOURS);
  const pillars = Array.from({ length: 7 }, (_, i) => {
    const angle = ((i + random.uniform(-0.3, 0.3)) * 2 * Math.PI) / 7;
    const radius = random.uniform(4, 8);
    const at: Vec3 = [radius * Math.sin(angle), 0, radius * Math.cos(angle)];
    return placed(`${id}/pillar-${i}`, 'landmark', 'pillar', colours[i]!, at, 2.5);
  });
  const scene: Scene = {
    type: 'scene',
    schemaVersion: 1,
    codeCommit: 'test',
    sceneId: id,
    split,
    seed: id,
    subjectId: subject.objectId,
    objects: [subject, ...pillars],
    look: {},
  };
  const heading = random.uniform(0, 2 * Math.PI);
  const views = Array.from({ length: viewCount }, (_, i) =>
    viewOf(scene, i, heading, random.fork(`view-${i}`)),
  );
  return { scene, views };
}

function placed(
  objectId: string,
  role: SceneObject['role'],
  family: string,
  colour: string,
  position: Vec3,
  height: number,
): SceneObject {
  const half = role === 'subject' ? 0.45 : 0.25;
  const [x, y, z] = position;
  return {
    objectId,
    family,
    role,
    colour,
    position,
    yawDeg: 0,
    scale: 1,
    bounds: { min: [x - half, y, z - half], max: [x + half, y + height, z + half] },
    front: null,
  };
}

/**
 * The first camera looks at the subject; the others move and turn from it by one of nine cells (left, none or right
 * each), so that all labels occur.
 */
function viewOf(scene: Scene, i: number, heading: number, random: Random): View {
  const distance = 3;
  const jitter = (): number => random.uniform(-0.04, 0.04);
  const outward: Vec3 = [Math.sin(heading), 0, Math.cos(heading)];
  const right: Vec3 = [outward[2], 0, -outward[0]];
  const sideways = i === 0 ? 0 : (random.int(0, 3) - 1) * 0.8 + jitter();
  const back = distance + (i === 0 ? 0 : random.uniform(-0.5, 0.8));
  const turn = i === 0 ? 0 : (random.int(0, 3) - 1) * random.uniform(0.17, 0.4) + jitter() / 4;
  const at = (axis: 0 | 2): number => back * outward[axis] + sideways * right[axis];
  const position: Vec3 = [at(0), random.pick([0.8, 1.4]), at(2)];
  const ahead = (axis: 0 | 2): number => -Math.cos(turn) * outward[axis] + Math.sin(turn) * right[axis];
  const target: Vec3 = [position[0] + ahead(0), position[1] - random.uniform(0, 0.2), position[2] + ahead(2)];
  const intrinsics = intrinsicsFromFov({ fovYDeg: 55, width: SIZE_PX, height: SIZE_PX });
  const camera: Camera = { intrinsics, cameraToWorld: lookAt({ position, target }) };
  return syntheticView(scene, i, camera);
}

/** The scene's i-th view, with its mask. */
export function syntheticView(scene: Scene, i: number, camera: Camera): View {
  return {
    type: 'view',
    schemaVersion: 1,
    codeCommit: 'test',
    viewId: `${scene.sceneId}/v${i}`,
    groupId: scene.sceneId,
    split: scene.split,
    camera,
    image: { sha256: 'a'.repeat(64), name: `v${i}.png`, width: SIZE_PX, height: SIZE_PX },
    visible: visibleIn(camera, scene.objects),
  };
}

/** Projected boxes; what stands behind the subject loses the share that the subject covers. */
export function visibleIn(
  camera: Camera,
  objects: readonly SceneObject[],
  sizePx: number = SIZE_PX,
): VisibleObject[] {
  const subject = objects.find((object) => object.role === 'subject');
  const front = subject === undefined ? null : rectangle(camera, subject);
  return objects.flatMap((object) => {
    const whole = rectangle(camera, object);
    if (whole === null) return [];
    const clipped = intersect(whole, [0, 0, sizePx, sizePx]);
    const hidden = object === subject || front === null ? 0 : area(intersect(clipped, front));
    const pixels = Math.round(area(clipped) - hidden);
    if (pixels <= 0) return [];
    const fraction = (area(clipped) - hidden) / area(whole);
    const centroid: [number, number] = [(clipped[0] + clipped[2]) / 2, (clipped[1] + clipped[3]) / 2];
    return [{ objectId: object.objectId, pixels, fraction, box: clipped, centroid }];
  });
}

type Rectangle = [number, number, number, number];

function rectangle(camera: Camera, object: SceneObject): Rectangle | null {
  const { min, max } = object.bounds;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((k) =>
    project(camera, [k & 1 ? max[0] : min[0], k & 2 ? max[1] : min[1], k & 4 ? max[2] : min[2]]),
  );
  if (corners.some((corner) => corner.depth < 0.1)) return null;
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function intersect(a: Rectangle, b: Rectangle): Rectangle {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

function area([x0, y0, x1, y1]: Rectangle): number {
  return Math.max(0, x1 - x0) * Math.max(0, y1 - y0);
}
