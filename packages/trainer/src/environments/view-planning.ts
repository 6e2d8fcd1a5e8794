/**
 * Look before you answer: the policy moves among the pictures of the question's scene that the data set holds, one a
 * turn, and answers when it has seen enough. Which picture a move leads to, and whether the answer is right, follow from
 * the cameras. Each picture costs 0.05.
 *
 * Idea: ViewSuite (arXiv 2605.29563), whose views are rendered on demand; here they are the data set's own.
 */
import { type Camera, type CameraVector, relativeMotion } from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import { readAction, show, withPart, withRules } from './action.ts';
import type { Environment, SceneView, Task } from './environment.ts';

const MOST_MOVES = 4;
const STEP_COST = 0.05;
const MOVES: Readonly<Record<string, readonly [axis: keyof CameraVector, sign: 1 | -1]>> = {
  right: ['right', 1],
  left: ['right', -1],
  up: ['up', 1],
  down: ['up', -1],
  forward: ['forward', 1],
  back: ['forward', -1],
};
const RULES = `You may look from elsewhere first: <move>left</move>, or ${Object.keys(MOVES).join(', ')}. Then answer.`;

export const viewPlanning: Environment = {
  maxTurns: MOST_MOVES + 1,
  reset(task) {
    let camera = task.question.geometry.cameras.at(-1);
    if (camera === undefined) throw withoutCamera(task);
    const seen = new Set(task.question.viewIds);
    let shown = 0;
    return {
      prompt: withRules(task.prompt, RULES),
      async step(completion, last) {
        if (last || readAction('answer', completion) !== null) {
          const reason = `${shown} more picture(s) of the scene`;
          const part = { name: 'moves', weight: -STEP_COST * MOST_MOVES, value: shown / MOST_MOVES, reason };
          return { score: withPart(await task.reward(completion), part) };
        }
        const move = readAction('move', completion) ?? '';
        if (!Object.hasOwn(MOVES, move)) return show('No such move. Move, or answer.');
        const unseen = task.views.filter(({ viewId }) => !seen.has(viewId));
        const view = nearestTowards(task, camera!, move, unseen);
        if (view === null) return show(`There is no picture: ${move}. Move, or answer.`);
        seen.add(view.viewId);
        camera = view.camera;
        shown++;
        return show(`View: ${move}`, await view.image());
      },
    };
  },
};

/**
 * The nearest of the views that lie in a direction: of the three components of the move in the camera's own frame,
 * the named one is the largest. Equally near ones: the first.
 */
function nearestTowards(
  task: Task,
  from: Camera,
  move: string,
  views: readonly SceneView[],
): SceneView | null {
  const [axis, sign] = MOVES[move]!;
  let best: SceneView | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const view of views) {
    const { direction, baseline } = relativeMotion(from, view.camera, task.question.geometry);
    const most = Math.max(...Object.values(direction).map(Math.abs));
    if (most === 0 || sign * direction[axis] < most || baseline >= least) continue;
    [best, least] = [view, baseline];
  }
  return best;
}

function withoutCamera({ question }: Task): DataInvalidError {
  return new DataInvalidError('question-unfit', `${question.questionId} (${question.kind}) has no camera.`, {
    remedy: 'Use the environment single-turn, or kinds that are asked of views.',
  });
}
