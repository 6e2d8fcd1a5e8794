/**
 * LLaMA-Factory: sharegpt rows with OpenAI tags, and dataset_info.json.
 * Source: its data/README.md; a row's number of <image> markers must equal its number of pictures.
 */
import { jsonLines, type TextFormat } from '../format.ts';
import { textOf } from '../sample.ts';

export const llamafactory: TextFormat = {
  name: 'llamafactory',
  tasks: ['sft'],
  pictures: 'files',
  container: jsonLines,
  refuse: () => null,
  fileOf: ({ question }, name) => `${name}_${question.split}`,
  encode: ({ question, messages, pictures, record }) =>
    JSON.stringify({
      id: question.questionId,
      messages: messages.map((message) => ({ role: message.role, content: textOf(message) })),
      images: pictures.map(({ path }) => path),
      ...(record === null ? {} : { parallax: record }),
    }),
  companions: ({ files }) => ({ 'dataset_info.json': Object.fromEntries(files.map(entryOf)) }),
  use: ({ files }) => [
    `llamafactory-cli train --dataset_dir THIS_FOLDER --media_dir THIS_FOLDER --dataset ${files.map(nameOf).join(',')} ...`,
  ],
};

function entryOf(file: { readonly path: string }): [string, object] {
  return [
    nameOf(file),
    {
      file_name: file.path,
      formatting: 'sharegpt',
      columns: { messages: 'messages', images: 'images' },
      tags: {
        role_tag: 'role',
        content_tag: 'content',
        user_tag: 'user',
        assistant_tag: 'assistant',
        system_tag: 'system',
      },
    },
  ];
}

function nameOf({ path }: { readonly path: string }): string {
  return path.replace(/\.jsonl$/, '');
}
