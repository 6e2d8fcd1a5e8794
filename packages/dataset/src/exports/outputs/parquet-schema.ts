/** One declaration of a column gives its Parquet elements and the feature by which Hugging Face `datasets` reads it. */
import type { parquetWriteBuffer } from 'hyparquet-writer';

type SchemaElements = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>;
type SchemaElement = SchemaElements[number];

/** image: a struct of bytes and path, which `datasets` decodes. */
export type Shape =
  | 'text'
  | 'integer'
  | 'image'
  | { readonly list: Shape }
  | { readonly struct: Readonly<Record<string, Shape>> };

// Every element is optional: pyarrow reads required ones as "not null", and `datasets` then ignores the features.
const OPTIONAL = 'OPTIONAL' as const;

export function parquetSchema(columns: Readonly<Record<string, Shape>>): SchemaElements {
  const entries = Object.entries(columns);
  return [
    { name: 'root', num_children: entries.length },
    ...entries.flatMap(([name, shape]) => elements(name, shape)),
  ];
}

function elements(name: string, shape: Shape): SchemaElement[] {
  if (shape === 'text') {
    return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: OPTIONAL }];
  }
  if (shape === 'integer') return [{ name, type: 'INT64', repetition_type: OPTIONAL }];
  if (shape === 'image') {
    return [
      { name, repetition_type: OPTIONAL, num_children: 2 },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: OPTIONAL },
      ...elements('path', 'text'),
    ];
  }
  if ('list' in shape) {
    return [
      { name, converted_type: 'LIST', repetition_type: OPTIONAL, num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elements('element', shape.list),
    ];
  }
  const fields = Object.entries(shape.struct);
  return [
    { name, repetition_type: OPTIONAL, num_children: fields.length },
    ...fields.flatMap(([field, inner]) => elements(field, inner)),
  ];
}

/** Value of the key "huggingface" in the file's metadata. */
export function huggingFaceFeatures(columns: Readonly<Record<string, Shape>>): string {
  const features = Object.fromEntries(Object.entries(columns).map(([name, shape]) => [name, feature(shape)]));
  return JSON.stringify({ info: { features } });
}

function feature(shape: Shape): unknown {
  if (shape === 'text') return { dtype: 'string', _type: 'Value' };
  if (shape === 'integer') return { dtype: 'int64', _type: 'Value' };
  if (shape === 'image') return { _type: 'Image' };
  if ('list' in shape) {
    const inner = feature(shape.list);
    // "Sequence" of a struct means a struct of lists to `datasets`; a bracketed feature is a list of structs.
    return typeof shape.list === 'object' && 'struct' in shape.list
      ? [inner]
      : { feature: inner, _type: 'Sequence' };
  }
  return Object.fromEntries(Object.entries(shape.struct).map(([name, inner]) => [name, feature(inner)]));
}
