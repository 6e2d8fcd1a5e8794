/** Which way must the camera turn to face a landmark? Bearing about the camera's own up axis. */
import { bearingDeg, gridPart } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';

/** "Straight" up to here, a side from MIN on; not asked between. */
const STRAIGHT_DEG = 5;
const MIN_SIDE_DEG = 10;

export const goalAim = defineKind({
  kind: 'goal-aim',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'spatial',
  propose: ({ geometry }, random) => {
    const landmarks = askable(geometry, 'landmark').filter((object) => !isDiscarded(aim(geometry, object)));
    if (landmarks.length === 0) return { discarded: 'no-landmark-to-aim-at' };
    // A third of the answers should be "straight", yet few landmarks stand there: such a one is taken when it can be.
    const straight = landmarks.filter((object) => Math.abs(bearingDeg(geometry, object)) < STRAIGHT_DEG);
    const object = random.pick(straight.length > 0 ? straight : landmarks);
    return {
      stem: `<image>Which way must the camera turn to face the ${nameOf(object, geometry.objects)}?`,
      options: ['left', 'right', 'straight'],
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId },
    };
  },
  solve: (geometry) => aim(geometry, objectById(geometry, geometry.parameters['objectId'])),
  facts: (geometry) => {
    const object = objectById(geometry, geometry.parameters['objectId']);
    const name = object === undefined ? null : nameOf(object, geometry.objects);
    if (object === undefined || name === null) return null;
    const column = gridPart(geometry, object, 0, 'column');
    const solution = aim(geometry, object);
    if (column === null || isDiscarded(solution)) return null;
    return [
      { type: 'column', object: name, column, photo: null },
      // The options' words are the fact's words.
      { type: 'bearing', object: name, side: solution.answer as 'left' | 'right' | 'straight' },
    ];
  },
});

function aim(geometry: QuestionGeometry, object: SceneObject | undefined): Solution | Discarded {
  if (object === undefined) return { discarded: 'object-missing' };
  const value = bearingDeg(geometry, object);
  const size = Math.abs(value);
  if (size < STRAIGHT_DEG) return { answer: 'straight', value, unit: 'degrees', margin: STRAIGHT_DEG - size };
  if (size <= MIN_SIDE_DEG) return { discarded: 'dead-band-bearing' };
  return { answer: value > 0 ? 'right' : 'left', value, unit: 'degrees', margin: size - MIN_SIDE_DEG };
}
