/** Scripted completions through each environment. */
import { describe, expect, it } from 'vitest';
import { lookTask, plainImage, puzzleTask, tiledImage } from '../fixtures/tasks.ts';
import type { Messages, Step } from './environment.ts';
import { jigsaw } from './jigsaw.ts';
import { environments, findEnvironment } from './registry.ts';
import { singleTurn } from './single-turn.ts';
import { viewPlanning } from './view-planning.ts';

const observed = (step: Step): Messages => {
  if ('score' in step) throw new Error('an observation was expected');
  return step.observation;
};
const scored = (step: Step) => {
  if (!('score' in step)) throw new Error('a reward was expected');
  return step.score;
};
const ANSWER = '<think>I see.</think>\n<answer>A</answer>';

describe('single-turn', () => {
  it('is the question and the reward of its answer, nothing else', async () => {
    const task = lookTask();
    const episode = singleTurn.reset(task);
    expect(episode.prompt).toBe(task.prompt);
    expect(scored(await episode.step(ANSWER, true))).toEqual(await task.reward(ANSWER));
  });
});

describe('jigsaw', () => {
  it('shows the picture after each swap, and pays the answer less the looks', async () => {
    const episode = jigsaw.reset(puzzleTask());
    expect(JSON.stringify(episode.prompt.messages.at(-1))).toContain('<swap>1 2</swap>');
    const first = observed(await episode.step('<swap>1 2</swap>', false));
    expect(first.images).toEqual([{ ...tiledImage([0, 1, 3, 2]), channels: 3 }]);
    expect(JSON.stringify(first.messages)).toContain('Order: 2 1 3 4');
    const second = observed(await episode.step('<think>The lower ones.</think><swap>3 4</swap>', false));
    expect(second.images).toEqual([{ ...tiledImage([0, 1, 2, 3]), channels: 3 }]);
    const { value, parts } = scored(await episode.step('<think>x</think><answer>2 1 4 3</answer>', false));
    expect(value).toBeCloseTo(1 - 2 * 0.05, 12);
    expect(parts.map(({ name }) => name)).toEqual(['format', 'tiles', 'swaps']);
  });

  it('gives a wrong answer its tiles in place, less the price of all looks', async () => {
    const score = scored(await jigsaw.reset(puzzleTask()).step('<think>x</think><answer>B</answer>', false));
    expect(score.value).toBeCloseTo(0.2 + 0.8 * 0.5 - 0.25, 12);
  });

  it('tells what it could not read, leaves the picture, and ends at the last turn', async () => {
    const episode = jigsaw.reset(puzzleTask());
    for (const said of [
      '',
      'swap 1 2',
      '<swap>1</swap>',
      '<swap>1 9</swap>',
      '<swap>0 1</swap>',
      '<swap>',
      '<think><swap>1 2</swap></think>',
    ]) {
      const { images, messages } = observed(await episode.step(said, false));
      expect([said, images, JSON.stringify(messages)]).toEqual([
        said,
        [],
        expect.stringContaining('No such swap'),
      ]);
    }
    const score = scored(await episode.step('<swap>1 2</swap>', true));
    expect(score.value).toBeCloseTo(-0.25, 12);
  });

  it('refuses a question without tiles', () => {
    expect(() => jigsaw.reset(lookTask())).toThrowError(expect.objectContaining({ code: 'question-unfit' }));
  });
});

describe('view-planning', () => {
  it('moves to the nearest picture in the named direction, from where it stands', async () => {
    const episode = viewPlanning.reset(lookTask());
    const look = async (move: string) => observed(await episode.step(`<move>${move}</move>`, false));
    expect((await look('left')).images).toEqual([plainImage(30)]);
    expect((await look('left')).images).toEqual([plainImage(20)]);
    const none = await look('left');
    expect([none.images, JSON.stringify(none.messages)]).toEqual([[], expect.stringContaining('no picture')]);
    // Two to the right of far-left: the start itself has been seen.
    expect((await look('right')).images).toEqual([plainImage(40)]);
    expect(scored(await episode.step(ANSWER, false)).value).toBeCloseTo(1 - 3 * 0.05, 12);
  });

  it('sees up, takes no other word for a move, and can answer at once', async () => {
    const episode = viewPlanning.reset(lookTask());
    expect(observed(await episode.step('<move>up</move>', false)).images).toEqual([plainImage(50)]);
    for (const move of ['sideways', 'constructor', '']) {
      const { images, messages } = observed(await episode.step(`<move>${move}</move>`, false));
      expect([images, JSON.stringify(messages)]).toEqual([[], expect.stringContaining('No such move')]);
    }
    expect(scored(await viewPlanning.reset(lookTask()).step(ANSWER, false)).value).toBe(1);
  });

  it('needs a camera', () => {
    expect(() => viewPlanning.reset(puzzleTask())).toThrowError(
      expect.objectContaining({ code: 'question-unfit' }),
    );
  });
});

describe('every environment', () => {
  it('starts the same each time, episodes do not share what they changed, and the last turn is paid', async () => {
    for (const [name, environment] of Object.entries(environments)) {
      const task = name === 'jigsaw' ? puzzleTask() : lookTask();
      const [one, other] = [environment.reset(task), environment.reset(task)];
      expect(one.prompt).toEqual(other.prompt);
      await one.step('<swap>1 2</swap><move>left</move>', false);
      const fresh = await environment.reset(task).step('<swap>1 2</swap><move>left</move>', false);
      expect(await other.step('<swap>1 2</swap><move>left</move>', false)).toEqual(fresh);
      expect(scored(await environment.reset(task).step('nonsense', true)).value).toBeLessThanOrEqual(0);
    }
  });

  it('is named in the error for a name that does not exist', () => {
    expect(() => findEnvironment('jigsav')).toThrowError(
      expect.objectContaining({ code: 'unknown-environment', remedy: expect.stringContaining('jigsaw') }),
    );
  });
});
