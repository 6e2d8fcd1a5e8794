/** The camera turns or moves: where in the picture is an object then, or on which side did it leave? After SAT. */
import { boxInView, createRandom, project } from '@parallax/geometry';
import { cameraAfter } from '../../chains/act.ts';
import { centreOf } from '../../chains/facts/measure.ts';
import { STEP_DIRECTIONS } from '../../chains/step.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { bearingFacts, namedObjects } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';

const ANSWERS = {
  left: 'in the left half of the picture',
  right: 'in the right half of the picture',
  outLeft: 'out of the picture, to the left',
  outRight: 'out of the picture, to the right',
} as const;
/** Of the picture's width: distance to the middle, or to the border once outside. */
const MIN_GAP = 0.06;
/** Least share of the object's bounds that must show when it is said to be in the picture. */
const MIN_SHOWN = 0.8;
/** Small enough that what the picture shows may then be in either half of it or outside. */
const TURNS_DEG = [-20, -15, -10, 10, 15, 20];
const STEPS_M = [1, 2];

type Action = { readonly turnDeg: number } | { readonly stepM: number; readonly direction: string };

export const actionConsequence = defineKind({
  kind: 'action-consequence',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'dynamics',
  propose: ({ geometry, source }, random) => {
    // Action and answer are dealt apart from each other: the words of the action tell nothing of the answer.
    const dealt = createRandom(`wanted/action-consequence/${source.index}`);
    const action = dealt.pick(ACTIONS);
    const options = possibleAnswers(action);
    const wanted = dealt.pick(options);
    const fitting = askable(geometry).filter((object) => {
      const solution = consequence(geometry, object, action);
      return !isDiscarded(solution) && solution.answer === wanted;
    });
    if (fitting.length === 0) return { discarded: 'no-object-for-the-answer' };
    const object = random.pick(fitting);
    return {
      stem: `<image>The camera ${wordsOf(action)}. Where is the ${nameOf(object, geometry.objects)} then?`,
      options,
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId, ...action },
    };
  },
  solve,
  facts: (geometry) => {
    const [asked] = namedObjects(geometry, [geometry.parameters['objectId']]) ?? [];
    const solution = solve(geometry);
    if (asked === undefined || isDiscarded(solution)) return null;
    const { answer } = solution;
    return [
      ...bearingFacts(geometry, asked, [false, true]),
      {
        type: 'after-action',
        object: asked.name,
        place: answer === ANSWERS.left || answer === ANSWERS.right ? 'half' : 'out',
        side: solution.value < 0 ? 'left' : 'right',
      },
    ];
  },
});

const ACTIONS: readonly Action[] = [
  ...TURNS_DEG.map((turnDeg) => ({ turnDeg })),
  ...STEP_DIRECTIONS.flatMap((direction) => STEPS_M.map((stepM) => ({ stepM, direction }))),
];

function consequence(geometry: QuestionGeometry, object: SceneObject, action: Action): Solution | Discarded {
  return solve({ ...geometry, parameters: { ...action, objectId: object.objectId } });
}

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const object = objectById(geometry, geometry.parameters['objectId']);
  const camera = cameraAfter(geometry);
  if (object === undefined || camera === null) return { discarded: 'object-missing' };
  const { width } = camera.intrinsics;
  const { rect, fraction } = boxInView(camera, object.bounds);
  const middle = project(camera, centreOf(object));
  if (rect === null || middle.depth <= 0) return { discarded: 'object-behind-camera' };
  const value = middle.x / width - 0.5;
  const out = Math.max(-rect[2], rect[0] - width) / width;
  if (out > MIN_GAP) {
    const answer = value < 0 ? ANSWERS.outLeft : ANSWERS.outRight;
    return { answer, value, unit: 'picture-widths', margin: out - MIN_GAP };
  }
  if (fraction < MIN_SHOWN) return { discarded: 'dead-band-border' };
  if (Math.abs(value) < MIN_GAP) return { discarded: 'dead-band-middle' };
  const margin = Math.min(Math.abs(value) - MIN_GAP, fraction - MIN_SHOWN);
  return { answer: value < 0 ? ANSWERS.left : ANSWERS.right, value, unit: 'picture-widths', margin };
}

/** What can happen at all to something in the picture: nothing leaves to the side to which the camera turns. */
function possibleAnswers(action: Action): string[] {
  const toRight = 'turnDeg' in action ? action.turnDeg > 0 : action.direction === 'right';
  const toLeft = 'turnDeg' in action ? action.turnDeg < 0 : action.direction === 'left';
  const ahead = 'direction' in action && action.direction === 'forward';
  return [
    ANSWERS.left,
    ANSWERS.right,
    ...(toRight || ahead ? [ANSWERS.outLeft] : []),
    ...(toLeft || ahead ? [ANSWERS.outRight] : []),
  ];
}

function wordsOf(action: Action): string {
  if ('turnDeg' in action) {
    return `turns ${action.turnDeg > 0 ? 'right' : 'left'} by ${Math.abs(action.turnDeg)} degrees`;
  }
  return `moves ${action.stepM} m ${action.direction}`;
}
