/** The Parquet layout of a shard: columns, schema elements, and the metadata that Hugging Face `datasets` reads. */
import type { ColumnSource } from 'hyparquet-writer';
import type { DatasetRow } from './row.ts';

type SchemaElements = NonNullable<
  Parameters<typeof import('hyparquet-writer').parquetWriteBuffer>[0]['schema']
>;

/** Rows of a group: small enough that one row can be read without reading much else. */
export const ROW_GROUP_ROWS = 32;

// Every element is optional: pyarrow reads required ones as "not null", and `datasets` then ignores its own features.
const OPTIONAL = 'OPTIONAL' as const;
const text = (name: string) =>
  ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: OPTIONAL }) as const;
const double = (name: string) => ({ name, type: 'DOUBLE', repetition_type: OPTIONAL }) as const;
const listOf = (name: string) =>
  [
    { name, converted_type: 'LIST', repetition_type: OPTIONAL, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ] as const;

export const shardSchema: SchemaElements = [
  { name: 'root', num_children: 16 },
  text('id'),
  text('kind'),
  text('split'),
  ...listOf('images'),
  { name: 'element', repetition_type: OPTIONAL, num_children: 2 },
  { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: OPTIONAL },
  text('path'),
  text('question'),
  ...listOf('options'),
  text('element'),
  text('answer'),
  text('answer_type'),
  text('chain'),
  text('group_id'),
  text('pair_id'),
  text('subject_id'),
  ...listOf('view_ids'),
  text('element'),
  double('margin'),
  double('chance'),
  text('record'),
];

/** One array a column, in the order of `shardSchema`. */
export function shardColumns(rows: readonly Omit<DatasetRow, 'index'>[]): ColumnSource[] {
  const column = (name: string, of: (row: Omit<DatasetRow, 'index'>) => unknown): ColumnSource => ({
    name,
    data: rows.map(of),
  });
  const images = column('images', ({ question, images }) =>
    images.map((bytes, i) => ({ bytes, path: `${question.viewIds[i] ?? i}.${imageExtension(bytes)}` })),
  );
  return [
    column('id', (row) => row.question.questionId),
    column('kind', (row) => row.question.kind),
    column('split', (row) => row.question.split),
    // Encoded pictures do not shrink further, and their minimum and maximum say nothing.
    { ...images, codec: 'UNCOMPRESSED', statistics: false },
    column('question', (row) => row.question.text),
    column('options', (row) => row.question.options),
    column('answer', (row) => row.question.answer),
    column('answer_type', (row) => row.question.answerType),
    column('chain', (row) => row.question.chain),
    column('group_id', (row) => row.question.groupId),
    column('pair_id', (row) => row.question.pairId),
    column('subject_id', (row) => row.question.subjectId),
    column('view_ids', (row) => row.question.viewIds),
    column('margin', (row) => row.question.geometry.margin),
    column('chance', (row) => row.question.chance),
    { ...column('record', (row) => JSON.stringify(row.question)), statistics: false },
  ];
}

/** Features of the columns, so that `datasets` decodes the pictures by itself. */
export function huggingFaceMetadata(): string {
  const string = { dtype: 'string', _type: 'Value' };
  const number = { dtype: 'float64', _type: 'Value' };
  // "Sequence" is read by old and new versions of `datasets`; "List" only by new ones.
  const listFeature = (feature: object) => ({ feature, _type: 'Sequence' });
  const features: Record<string, object> = {};
  for (const { name } of shardColumns([])) features[name] = string;
  features['images'] = listFeature({ _type: 'Image' });
  features['options'] = listFeature(string);
  features['view_ids'] = listFeature(string);
  features['margin'] = number;
  features['chance'] = number;
  return JSON.stringify({ info: { features } });
}

function imageExtension(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpg';
  return bytes[0] === 0x52 ? 'webp' : 'bin';
}
