/**
 * ms-swift: JSON lines of messages and pictures. For RL the assistant's turn is left out and `solution` goes to the
 * reward function, as every column does that the trainer does not know.
 */
import { jsonLines, type TextFormat } from '../format.ts';
import { textOf } from '../sample.ts';

export const msSwift: TextFormat = {
  name: 'ms-swift',
  tasks: ['sft', 'rl'],
  pictures: 'files',
  container: jsonLines,
  refuse: () => null,
  fileOf: ({ question }, name) => `${name}_${question.split}`,
  encode: ({ question, messages, pictures, record }, { task }) =>
    JSON.stringify({
      id: question.questionId,
      messages: messages.map((message) => ({ role: message.role, content: textOf(message) })),
      images: pictures.map(({ path }) => path),
      ...(task === 'rl'
        ? { solution: question.answer, kind: question.kind, answer_type: question.answerType }
        : {}),
      ...(record === null ? {} : { parallax: record }),
    }),
  // Relative paths keep the folder movable; the variable is where ms-swift looks for them.
  use: ({ task, files }) => [
    `ROOT_IMAGE_DIR=THIS_FOLDER swift ${task === 'rl' ? 'rlhf --rlhf_type grpo' : 'sft'} --dataset ${files.map(({ path }) => path).join(' ')} ...`,
  ],
};
