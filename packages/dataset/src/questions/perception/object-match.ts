/**
 * An object is shown by its column in the first photo, beside others of its kind: in which column is the same one in
 * the second? The options are the columns of its look-alikes there, so the noun alone does not find it.
 */
import type { Random } from '@parallax/geometry';
import { nounOf } from '../../scenes/naming.ts';
import { clearlyVisible, columnOf } from '../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { objectById, seenIn } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { SELECT_CLAUSE } from '../viewpoint/published.ts';
import { hasClearColumn } from './column.ts';

/** Look-alikes stand at least this many columns apart in either photo, barely visible ones included. */
const MIN_GAP_COLUMNS = 1.5;
const MAX_OPTIONS = 4;
/** How often the option nearest to the first photo's column may be right where no other object could be asked of. */
const NEAREST_SHARE = 0.15;

interface Match {
  readonly object: SceneObject;
  readonly from: number;
  readonly to: number;
  /** Columns of the other look-alikes in the second photo. */
  readonly others: readonly number[];
}

export const objectMatch = defineKind({
  kind: 'object-match',
  views: 2,
  needsMask: true,
  answerType: 'choice',
  family: 'perception',
  propose: ({ geometry }, random) => {
    const matches = geometry.objects.flatMap((object) => matchOf(geometry, object) ?? []);
    const match = pick(matches, random);
    if (isDiscarded(match)) return match;
    const { object, from, to } = match;
    const others = random.shuffle(match.others).slice(0, MAX_OPTIONS - 1);
    const noun = object.family.replaceAll(/[-_]+/g, ' ');
    return {
      stem: `<image><image>Both photos show the same scene, which did not change, and more than one ${noun}. In which part of the second photo is the ${noun} that is at column ${from} of the first? Columns are numbered 0 to 9 from the left.`,
      closing: SELECT_CLAUSE,
      options: [to, ...others].map(columnText),
      objectIds: lookAlikes(geometry, object).map(({ objectId }) => objectId),
      parameters: { objectId: object.objectId, column: from },
    };
  },
  solve,
  facts: (geometry) => {
    const object = objectById(geometry, geometry.parameters['objectId']);
    const match = object === undefined ? null : matchOf(geometry, object);
    if (object === undefined || match === null) return null;
    return [{ type: 'same-thing', noun: nounOf(object.family), from: match.from, to: match.to }];
  },
});

/** The object is found anew by its column, as a reader has to. */
function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { objectId, column } = geometry.parameters;
  const object = objectById(geometry, objectId);
  const match = object === undefined ? null : matchOf(geometry, object);
  if (object === undefined || match === null || match.from !== column) return { discarded: 'object-missing' };
  const margins = [0, 1].map((view) => place(geometry, view, object)?.margin ?? 0);
  return { answer: columnText(match.to), value: match.to, unit: 'column', margin: Math.min(...margins) };
}

/** Null where the object or its look-alikes do not stand clearly apart in both photos. */
function matchOf(geometry: QuestionGeometry, object: SceneObject): Match | null {
  if (object.role === 'structure' || object.role === 'occluder') return null;
  if (!hasClearColumn(geometry, object, 0) || !hasClearColumn(geometry, object, 1)) return null;
  const alike = lookAlikes(geometry, object).filter((other) => other !== object);
  const lonely = [0, 1].every((view) => alike.every((other) => standsApart(geometry, view, object, other)));
  const [from, to] = [0, 1].map((view) => place(geometry, view, object)?.part);
  if (!lonely || from === undefined || to === undefined) return null;
  const others = alike.filter((other) => hasClearColumn(geometry, other, 1));
  const columns = others.map((other) => place(geometry, 1, other)?.part ?? to);
  const distinct = [...new Set(columns)].filter((column) => column !== to);
  return distinct.length === 0 ? null : { object, from, to, others: distinct };
}

/** Cameras that turn little leave things nearly where they were: mostly such objects are asked of that moved past another. */
function pick(matches: readonly Match[], random: Random): Match | Discarded {
  if (matches.length === 0) return { discarded: 'no-look-alikes-apart-in-both-views' };
  const nearest = matches.filter(({ from, to, others }) =>
    others.every((other) => Math.abs(other - from) >= Math.abs(to - from)),
  );
  const crossing = matches.filter((match) => !nearest.includes(match));
  const share = crossing.length === 0 ? NEAREST_SHARE : 1 / 3;
  if (random.next() < share && nearest.length > 0) return random.pick(nearest);
  return crossing.length === 0 ? { discarded: 'nearest-column-would-tell' } : random.pick(crossing);
}

function lookAlikes(geometry: QuestionGeometry, object: SceneObject): SceneObject[] {
  return geometry.objects.filter(({ family }) => family === object.family);
}

function standsApart(geometry: QuestionGeometry, view: number, a: SceneObject, b: SceneObject): boolean {
  const { camera, visible } = seenIn(geometry, view);
  const x = (id: string): number | undefined =>
    visible.find((entry) => entry.objectId === id && entry.pixels > 0)?.centroid[0];
  const [xa, xb] = [x(a.objectId), x(b.objectId)];
  if (xa === undefined || xb === undefined) return true;
  return Math.abs(xa - xb) >= (MIN_GAP_COLUMNS * camera.intrinsics.width) / 10;
}

function place(geometry: QuestionGeometry, view: number, object: SceneObject) {
  const seen = seenIn(geometry, view);
  const entry = clearlyVisible(seen, object.objectId);
  return entry === undefined ? undefined : columnOf(entry, seen.camera.intrinsics);
}

function columnText(column: number): string {
  return `Column ${column}`;
}
