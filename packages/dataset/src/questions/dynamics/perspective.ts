/** From another position in the photo: you walk up to one object, on which side is another then? After SAT. */
import { cameraCentre, createRandom, subtract } from '@parallax/geometry';
import { centreOf } from '../../chains/facts/measure.ts';
import { bearingFromDeg, levelDirection, levelGap } from '../../scenes/level.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { apartFacts, namedObjects, placeFacts } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';

const ANSWERS = [
  { text: 'in front of you', side: 'front', deg: 0 },
  { text: 'on your right', side: 'right', deg: 90 },
  { text: 'behind you', side: 'behind', deg: 180 },
  { text: 'on your left', side: 'left', deg: -90 },
] as const;
/** Each answer covers this much to both sides; ten degrees about the diagonals are not asked of. */
const REACH_DEG = 35;
/** Least level distances: from the camera to the first object, and between the two. */
const MIN_GAP = 0.7;

export const perspective = defineKind({
  kind: 'perspective',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'perspective',
  propose: ({ geometry, source }, random) => {
    const objects = askable(geometry);
    const cases = objects.flatMap((from) =>
      objects.flatMap((to) => {
        // From a subject amid landmarks they are ahead, and it is behind for them: only like things are exchangeable.
        const alike = from !== to && from.role === to.role;
        const solution = alike ? side(geometry, from, to) : { discarded: 'not-exchangeable' };
        return isDiscarded(solution) ? [] : [{ from, to, answer: solution.answer }];
      }),
    );
    // What a photo shows lies mostly behind or ahead: the wanted answer is dealt, and another photo tried without it.
    const wanted = createRandom(`wanted/perspective/${source.index}`).pick(ANSWERS).text;
    const fitting = cases.filter(({ answer }) => answer === wanted);
    if (fitting.length === 0) return { discarded: 'no-two-objects-for-the-answer' };
    const { from, to } = random.pick(fitting);
    const [goal, asked] = [from, to].map((object) => nameOf(object, geometry.objects));
    return {
      stem: `<image>You walk from the camera straight to the ${goal} and stop there, still facing the way you walked. Where is the ${asked}?`,
      options: ANSWERS.map((answer) => answer.text),
      objectIds: [from.objectId, to.objectId],
      parameters: { fromId: from.objectId, objectId: to.objectId },
    };
  },
  solve: (geometry) => {
    const { fromId, objectId } = geometry.parameters;
    return side(geometry, objectById(geometry, fromId), objectById(geometry, objectId));
  },
  facts: (geometry) => {
    const { fromId, objectId } = geometry.parameters;
    const [goal, other] = namedObjects(geometry, [fromId, objectId]) ?? [];
    const solution = side(geometry, goal?.object, other?.object);
    const there = ANSWERS.find(({ text }) => !isDiscarded(solution) && text === solution.answer)?.side;
    if (goal === undefined || other === undefined || there === undefined) return null;
    return [
      ...placeFacts(geometry, [goal, other]),
      ...apartFacts(geometry, [goal, other]),
      { type: 'walked-to', object: goal.name, other: other.name, side: there },
    ];
  },
});

function side(
  geometry: QuestionGeometry,
  from: SceneObject | undefined,
  to: SceneObject | undefined,
): Solution | Discarded {
  const camera = geometry.cameras[0];
  if (camera === undefined || from === undefined || to === undefined) return { discarded: 'object-missing' };
  const { up } = geometry;
  const [eye, there, asked] = [cameraCentre(camera), centreOf(from), centreOf(to)];
  if (levelGap(eye, there, up) < MIN_GAP || levelGap(there, asked, up) < MIN_GAP) {
    return { discarded: 'too-near' };
  }
  const heading = levelDirection(subtract(there, eye), up);
  if (heading === null) return { discarded: 'too-near' };
  const value = bearingFromDeg(heading, subtract(asked, there), up);
  for (const { text, deg } of ANSWERS) {
    const off = Math.abs(((value - deg + 540) % 360) - 180);
    if (off <= REACH_DEG) return { answer: text, value, unit: 'degrees', margin: REACH_DEG - off };
  }
  return { discarded: 'dead-band-diagonal' };
}
