/**
 * verl: Parquet prompts with embedded pictures; the reward function gets ground truth and extra_info.
 * Source: verl's examples/data_preprocess and RLHFDataset, which splits the user's text at its <image> markers.
 */
import type { ParquetFormat } from '../format.ts';
import { textOf } from '../sample.ts';

export const verl: ParquetFormat = {
  name: 'verl',
  tasks: ['rl'],
  pictures: 'embedded',
  columns: (_task, config) => ({
    data_source: 'text',
    prompt: { list: { struct: { role: 'text', content: 'text' } } },
    images: { list: 'image' },
    ability: 'text',
    reward_model: { struct: { style: 'text', ground_truth: 'text' } },
    extra_info: {
      struct: {
        split: 'text',
        index: 'integer',
        id: 'text',
        answer_type: 'text',
        unit: 'text',
        options: { list: 'text' },
        answer_text: 'text',
      },
    },
    ...(config.record ? { parallax: 'text' as const } : {}),
  }),
  refuse: () => null,
  fileOf: ({ question }) => question.split,
  encode: ({ index, question, messages, pictures, record }, { dataset }) => ({
    data_source: `parallax/${dataset.name}`,
    prompt: messages.map((message) => ({ role: message.role, content: textOf(message) })),
    images: pictures.map(({ bytes, path }) => ({ bytes, path })),
    ability: question.kind,
    reward_model: { style: 'rule', ground_truth: question.answer },
    extra_info: {
      split: question.split,
      index: BigInt(index),
      id: question.questionId,
      answer_type: question.answerType,
      unit: question.geometry.unit,
      options: question.options,
      answer_text: question.options[question.answer.charCodeAt(0) - 65] ?? question.answer,
    },
    ...(record === null ? {} : { parallax: record }),
  }),
  use: ({ files }) => [
    `data.train_files=[${files.map(({ path }) => `THIS_FOLDER/${path}`).join(',')}] data.image_key=images data.return_raw_chat=True`,
    'reward: compute_score(data_source, solution_str, ground_truth, extra_info); extra_info.answer_type is "choice" (a letter) or "number" (in extra_info.unit)',
  ],
};
