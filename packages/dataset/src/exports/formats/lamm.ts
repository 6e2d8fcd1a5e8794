/**
 * LAMM: a JSON array of instruction items with one picture each.
 * Source: LAMMDataset, which joins `image` to its vision root and takes "normal" where no task_type is given.
 */
import { jsonArray, type TextFormat } from '../format.ts';
import { textOf } from '../sample.ts';

export const lamm: TextFormat = {
  name: 'lamm',
  tasks: ['sft'],
  pictures: 'files',
  container: jsonArray,
  refuse: ({ pictures }) => (pictures.length === 1 ? null : 'not-one-picture'),
  fileOf: ({ question }, name) => `${name}_${question.split}`,
  encode: ({ question, messages, pictures, record }) => {
    const spoken = messages.filter(({ role }) => role !== 'system');
    return JSON.stringify({
      id: question.questionId,
      image: pictures[0]?.path,
      conversations: spoken.map((message) => ({
        from: message.role === 'user' ? 'human' : 'gpt',
        // The model puts the picture before the first turn by itself.
        value: textOf(message).replaceAll('<image>', '').trim(),
      })),
      // The system message is the consumer's: it chooses one by this word.
      task_type: 'VQA',
      src_dataset: 'parallax',
      ...(record === null ? {} : { parallax: record }),
    });
  },
  use: ({ files }) =>
    files.map(
      ({ path }) => `LAMMDataset("THIS_FOLDER/${path}", vision_root_path="THIS_FOLDER", vision_type="image")`,
    ),
};
