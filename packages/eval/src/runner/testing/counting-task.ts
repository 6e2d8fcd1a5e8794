/** A task of `size` letter questions whose right answers follow from their numbers. */
import { scoreQuestion } from '@parallax/rewards';
import type { Task, TaskSample } from '../../tasks/task.ts';

const LETTERS = ['A', 'B', 'C'];

export function countingTask(size: number, images: readonly Uint8Array[] = []): Task {
  const sampleOf = (i: number): TaskSample => ({
    id: `sample-${String(i).padStart(4, '0')}`,
    kind: i % 2 === 0 ? 'even' : 'odd',
    groupId: `group-${Math.floor(i / 4)}`,
    messages: [
      {
        role: 'user',
        content: [...images.map(() => ({ type: 'image' as const })), { type: 'text', text: `Question ${i}` }],
      },
    ],
    images,
    answer: letterFor(i),
    chance: 1 / 3,
  });
  return {
    name: 'counting/test',
    description: 'letter questions for tests of the runner',
    config: { size },
    samples: async function* () {
      for (let i = 0; i < size; i++) yield sampleOf(i);
    },
    score: (sample, completion) =>
      scoreQuestion(
        {
          answer: sample.answer,
          answerType: 'choice',
          options: ['left', 'right', 'none'],
          geometry: { unit: null },
        },
        completion,
      ),
  };
}

export function letterFor(i: number): string {
  return LETTERS[(i * 7) % 3]!;
}

/** The number that a prompt of the task asks about. */
export function numberIn(prompt: string): number {
  return Number(/Question (\d+)/.exec(prompt)?.[1]);
}
