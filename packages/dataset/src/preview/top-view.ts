/** A question's cameras and objects from above, as one small SVG: the first camera looks up the page. */
import {
  cameraAxes,
  cameraCentre,
  cross,
  dot,
  length,
  rejectFrom,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import { type Html, html } from '@parallax/lab';
import type { QuestionGeometry, SceneObject } from '../schema.ts';

const SIZE_PX = 260;
const BORDER_PX = 36;
/** Length of a drawn frustum, as a share of the drawing. */
const FRUSTUM_SHARE = 0.19;
/** Colours that scenes name and every browser knows; others stay grey. */
const PAINTS = new Set(
  'red orange yellow green blue purple pink brown white black grey gray cyan magenta teal navy'.split(' '),
);

interface Point {
  readonly x: number;
  readonly y: number;
}

export function topView(geometry: QuestionGeometry): Html {
  const plane = levelPlane(geometry);
  const cameras = geometry.cameras.map((camera) => {
    const { forward } = cameraAxes(camera);
    const { intrinsics } = camera;
    return {
      at: plane(cameraCentre(camera)),
      looks: direction(plane(forward, 'direction')),
      halfFov: Math.atan(intrinsics.width / (2 * intrinsics.fx)),
    };
  });
  const objects = geometry.objects.map((object) => drawnObject(object, plane));
  const moved = (geometry.moved ?? []).flat().map(({ objectId, position }) => ({
    at: plane(position),
    radius: objects.find((object) => object.id === objectId)?.radius ?? 0,
  }));
  const room =
    geometry.room === undefined ? [] : corners(geometry.room.min, geometry.room.max).map((p) => plane(p));
  const points = [...cameras, ...objects, ...moved].map(({ at }) => at);
  const frame = fit([...points, ...room, plane(geometry.centre)]);
  const reach = FRUSTUM_SHARE * SIZE_PX;
  const middle = frame.place(plane(geometry.centre));
  return html`<svg class="top" viewBox="0 0 ${SIZE_PX} ${SIZE_PX}" role="img"
    aria-label="Cameras and objects from above">
    ${room.length > 0 && html`<polygon class="room" points="${room.map((p) => text(frame.place(p))).join(' ')}"/>`}
    ${
      objects.length === 0 &&
      html`<path class="centre" d="M${text({ x: middle.x - 6, y: middle.y })}h12M${text({ x: middle.x, y: middle.y - 6 })}v12"><title>the object's centre</title></path>`
    }
    ${objects.map((object) => {
      const at = frame.place(object.at);
      const radius = Math.max(2, object.radius * frame.scale);
      const tip = object.front && {
        x: at.x + object.front.x * (radius + 5),
        y: at.y - object.front.y * (radius + 5),
      };
      return html`<g class="object ${object.role}"><title>${object.name}</title>
        <circle cx="${round(at.x)}" cy="${round(at.y)}" r="${round(radius)}" style="${object.paint && `fill:${object.paint}`}"/>
        ${tip && html`<line x1="${round(at.x)}" y1="${round(at.y)}" x2="${round(tip.x)}" y2="${round(tip.y)}"/>`}</g>`;
    })}
    ${moved.map(({ at, radius }) => {
      const place = frame.place(at);
      return html`<circle class="moved" cx="${round(place.x)}" cy="${round(place.y)}"
        r="${round(Math.max(2, radius * frame.scale))}"/>`;
    })}
    ${cameras.map(({ at, looks, halfFov }, i) => {
      const tip = frame.place(at);
      const edge = (angle: number): string => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const ray = { x: looks.x * c - looks.y * s, y: looks.x * s + looks.y * c };
        return text({ x: tip.x + ray.x * reach, y: tip.y - ray.y * reach });
      };
      const behind = { x: tip.x - looks.x * 13, y: tip.y + looks.y * 13 };
      return html`<g class="camera v${i % 4}">
        <polygon points="${text(tip)} ${edge(halfFov)} ${edge(-halfFov)}"/>
        <circle cx="${round(tip.x)}" cy="${round(tip.y)}" r="3"/>
        <text x="${round(behind.x)}" y="${round(behind.y + 6)}">${i + 1}</text></g>`;
    })}</svg>`;
}

type Plane = (point: Vec3, kind?: 'point' | 'direction') => Point;

/** Level coordinates around the centre: x to the first camera's right, y ahead of it. */
function levelPlane({ cameras, up, centre }: QuestionGeometry): Plane {
  const first = cameras[0];
  const axes = first === undefined ? null : cameraAxes(first);
  // A camera that looks straight down has no level viewing direction: the top of its picture points ahead then.
  const wanted: Vec3[] = axes === null ? [] : [rejectFrom(axes.forward, up), rejectFrom(axes.up, up)];
  const ahead = wanted.find((vector) => length(vector) > 1e-3) ?? rejectFrom([0, 0, -1], up);
  const right = cross(ahead, up);
  return (point, kind = 'point') => {
    const offset = kind === 'point' ? subtract(point, centre) : point;
    return { x: dot(offset, right) / length(right), y: dot(offset, ahead) / length(ahead) };
  };
}

interface DrawnObject {
  readonly id: string;
  readonly name: string;
  readonly role: SceneObject['role'];
  readonly at: Point;
  readonly radius: number;
  readonly front: Point | null;
  readonly paint: string | null;
}

function drawnObject(object: SceneObject, plane: Plane): DrawnObject {
  const { min, max } = object.bounds;
  const paint = object.colour.toLowerCase();
  const outline = corners(min, max).map((corner) => plane(corner));
  const xs = outline.map(({ x }) => x);
  const ys = outline.map(({ y }) => y);
  const extent = Math.min(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const at = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
  return {
    id: object.objectId,
    name: `${object.colour} ${object.family} (${object.role})`,
    role: object.role,
    at,
    radius: extent / 2,
    front: object.front === null ? null : direction(plane(object.front, 'direction')),
    paint: PAINTS.has(paint) ? paint : null,
  };
}

/** The box's four corners at its foot, in order around it. */
function corners(min: Vec3, max: Vec3): Vec3[] {
  return [
    [min[0], min[1], min[2]],
    [max[0], min[1], min[2]],
    [max[0], min[1], max[2]],
    [min[0], min[1], max[2]],
  ];
}

function direction({ x, y }: Point): Point {
  const size = Math.hypot(x, y);
  return size < 1e-6 ? { x: 0, y: 1 } : { x: x / size, y: y / size };
}

function fit(points: readonly Point[]): { place(point: Point): Point; scale: number } {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const scale = (SIZE_PX - 2 * BORDER_PX) / Math.max(right - left, high - low, 1e-6);
  const half = SIZE_PX / 2;
  return {
    scale,
    place: ({ x, y }) => ({
      x: half + (x - (left + right) / 2) * scale,
      y: half - (y - (low + high) / 2) * scale,
    }),
  };
}

function text({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
