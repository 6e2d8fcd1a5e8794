/**
 * A photo in shuffled tiles. The policy exchanges two tiles and looks at the outcome, as often as it likes, and answers
 * with the order that restores the photo. Each look costs 0.05; a wrong answer costs as much as all looks.
 *
 * Source: AGILE (arXiv 2510.01304), reward of its step part; there the policy writes code, here one tag.
 */
import { type PictureEdit, PictureEditsSchema, shuffleTiles } from '@parallax/dataset/pictures';
import type { Question } from '@parallax/dataset/schema';
import { DataInvalidError } from '@parallax/lab';
import { scoreQuestion } from '@parallax/rewards';
import { readAction, show, withPart, withRules } from './action.ts';
import type { Environment } from './environment.ts';

const MOST_SWAPS = 5;
const STEP_COST = 0.05;
const RULES =
  'You may try first: <swap>1 2</swap> exchanges the tiles at places 1 and 2 and shows the picture. Then answer.';

export const jigsaw: Environment = {
  maxTurns: MOST_SWAPS + 1,
  reset(task) {
    const { rows, columns } = tilesOf(task.question);
    const shuffled = task.prompt.images[0]!;
    /** `order[place]`: number, from 0, of the shuffled picture's tile that lies there now. */
    const order = Array.from({ length: rows * columns }, (_, place) => place);
    let swaps = 0;
    return {
      prompt: withRules(task.prompt, RULES),
      async step(completion, last) {
        if (last || readAction('answer', completion) !== null) {
          const right = scoreQuestion(task.question, completion).value === 1;
          const reason = `${swaps} swap(s), the answer is ${right ? 'right' : 'wrong'}`;
          const value = right ? swaps / MOST_SWAPS : 1;
          const part = { name: 'swaps', weight: -STEP_COST * MOST_SWAPS, value, reason };
          return { score: withPart(await task.reward(completion), part) };
        }
        const [a, b] = (readAction('swap', completion) ?? '').split(/\D+/).map((place) => Number(place) - 1);
        const [first, second] = [order[a ?? -1], order[b ?? -1]];
        if (first === undefined || second === undefined)
          return show('No such swap. Swap two places, or answer.');
        order[a!] = second;
        order[b!] = first;
        swaps++;
        const picture = shuffleTiles({ ...shuffled, channels: 3 }, { type: 'tiles', rows, columns, order });
        return show(`Order: ${order.map((tile) => tile + 1).join(' ')}`, picture);
      },
    };
  },
};

function tilesOf({ questionId, kind, geometry }: Question): PictureEdit {
  const edits = PictureEditsSchema.safeParse(geometry.parameters['pictureEdits']);
  const tiles = edits.data?.[0];
  if (tiles != null) return tiles;
  throw new DataInvalidError('question-unfit', `${questionId} (${kind}) shows no shuffled tiles.`, {
    remedy: 'Name only the kinds jigsaw and jigsaw-nine under grpo.kinds.',
  });
}
