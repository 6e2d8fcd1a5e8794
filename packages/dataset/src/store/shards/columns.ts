/** The Parquet layout of a shard: columns, schema elements, and the metadata that Hugging Face `datasets` reads. */
import type { ColumnSource } from 'hyparquet-writer';
import type { DatasetRow, ReferencedContent } from './row.ts';

type SchemaElements = NonNullable<
  Parameters<typeof import('hyparquet-writer').parquetWriteBuffer>[0]['schema']
>;

type EmbeddedRow = Omit<DatasetRow, 'index'>;
type ReferencedRow = ReferencedContent['rows'][number];

/** Rows of a group: small enough that one row can be read without reading much else. */
export const ROW_GROUP_ROWS = 32;
/** Without pictures a row is small, and a group's fixed cost is most of the time of writing it. */
export const REFERENCED_ROW_GROUP_ROWS = 256;

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

const elements: SchemaElements = [
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

/** Layout of a shard that holds its pictures, or that refers to them. */
export function shardSchema(layout: 'embedded' | 'referenced'): SchemaElements {
  // One column more says through which lens each picture was taken: without it the pixels cannot be used.
  const lenses = layout === 'embedded' ? [] : [...listOf('lenses'), text('element')];
  const children = layout === 'embedded' ? 16 : 17;
  return [{ name: 'root', num_children: children }, ...elements, ...lenses];
}

/** One array a column, in the order of `shardSchema`. */
export function shardColumns(rows: readonly EmbeddedRow[]): ColumnSource[] {
  const images = rows.map(({ question, images }) =>
    images.map((bytes, i) => ({ bytes, path: `${question.viewIds[i] ?? i}.${imageExtension(bytes)}` })),
  );
  return columnsOf(rows, images);
}

export function referencedColumns(rows: readonly ReferencedRow[]): ColumnSource[] {
  // A capture has few lenses and many rows.
  const texts = new Map<ReferencedRow['references'][number]['lens'], string>();
  const lensText = (lens: ReferencedRow['references'][number]['lens']): string => {
    const known = texts.get(lens) ?? JSON.stringify(lens);
    texts.set(lens, known);
    return known;
  };
  const images = rows.map(({ references }) => references.map(({ path }) => ({ bytes: null, path })));
  const lenses = rows.map(({ references }) => references.map(({ lens }) => lensText(lens)));
  return [...columnsOf(rows, images), { name: 'lenses', data: lenses }];
}

function columnsOf<R extends Pick<EmbeddedRow, 'question'>>(
  rows: readonly R[],
  images: readonly (readonly { bytes: Uint8Array | null; path: string }[])[],
): ColumnSource[] {
  const column = (name: string, of: (row: R) => unknown): ColumnSource => ({ name, data: rows.map(of) });
  return [
    column('id', (row) => row.question.questionId),
    column('kind', (row) => row.question.kind),
    column('split', (row) => row.question.split),
    // Encoded pictures do not shrink further, and their minimum and maximum say nothing.
    { name: 'images', data: [...images], codec: 'UNCOMPRESSED', statistics: false },
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
export function huggingFaceMetadata(layout: 'embedded' | 'referenced'): string {
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
  if (layout === 'referenced') features['lenses'] = listFeature(string);
  return JSON.stringify({ info: { features } });
}

function imageExtension(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpg';
  return bytes[0] === 0x52 ? 'webp' : 'bin';
}
