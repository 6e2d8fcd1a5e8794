/**
 * TRL: Parquet with embedded pictures and structured messages; prompt and completion for SFT, prompt and extra columns
 * for GRPO, whose reward functions get them as keyword arguments.
 */

import type { ChatMessage } from '../../schema.ts';
import type { ParquetFormat } from '../format.ts';

const messages = {
  list: { struct: { role: 'text', content: { list: { struct: { type: 'text', text: 'text' } } } } },
} as const;

export const trl: ParquetFormat = {
  name: 'trl',
  tasks: ['sft', 'rl'],
  pictures: 'embedded',
  columns: (task, config) => ({
    images: { list: 'image' },
    prompt: messages,
    ...(task === 'sft'
      ? { completion: messages }
      : { solution: 'text' as const, answer_type: 'text' as const, unit: 'text' as const }),
    id: 'text',
    kind: 'text',
    ...(config.record ? { parallax: 'text' as const } : {}),
  }),
  refuse: () => null,
  fileOf: ({ question }) => question.split,
  encode: ({ question, messages, pictures, record }, { task }) => {
    const turns = messages.map(toTurn);
    return {
      images: pictures.map(({ bytes, path }) => ({ bytes, path })),
      prompt: turns.filter(({ role }) => role !== 'assistant'),
      ...(task === 'sft'
        ? { completion: turns.filter(({ role }) => role === 'assistant') }
        : {
            solution: question.answer,
            answer_type: question.answerType,
            unit: question.geometry.unit,
          }),
      id: question.questionId,
      kind: question.kind,
      ...(record === null ? {} : { parallax: record }),
    };
  },
  use: ({ task }) => [
    `load_dataset("parquet", data_files={"train": "THIS_FOLDER/train-*.parquet"}) -> ${task === 'rl' ? 'GRPOTrainer' : 'SFTTrainer (max_length=None)'}`,
  ],
};

/** Every content is a list of parts: an Arrow column has one type. */
function toTurn({ role, content }: ChatMessage) {
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  return {
    role,
    content: parts.map((part) => ({ type: part.type, text: part.type === 'text' ? part.text : null })),
  };
}
