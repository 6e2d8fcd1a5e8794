/** verl and TRL: Parquet rows with pictures inside. */
import { parseRecord } from '@parallax/lab/node';
import { z } from 'zod';
import type { PictureSource } from '../files/pictures.ts';
import type { ForeignRow, ImportFormat } from '../foreign-row.ts';
import { questionOfTurns, TurnsSchema } from './turns.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes');
const PictureSchema = z.union([z.looseObject({ bytes: bytes.nullish(), path: z.string().nullish() }), bytes]);
const PicturesSchema = z.union([z.array(PictureSchema), PictureSchema]).nullish();

const VerlSchema = z.looseObject({
  data_source: z.string().nullish(),
  prompt: TurnsSchema,
  images: PicturesSchema,
  ability: z.string().nullish(),
  reward_model: z.looseObject({ ground_truth: z.union([z.string(), z.number(), z.bigint()]) }).nullish(),
  extra_info: z
    .looseObject({
      split: z.string().nullish(),
      index: z.union([z.string(), z.number(), z.bigint()]).nullish(),
      id: z.string().nullish(),
    })
    .nullish(),
  parallax: z.string().nullish(),
});

const isParquet = (name: string): boolean => name.endsWith('.parquet');

export const verl: ImportFormat = {
  container: 'parquet',
  isRowFile: isParquet,
  decode: (value, where): ForeignRow => {
    const row = parseRecord(where, value, VerlSchema);
    const pictures = picturesOf(row.images);
    const truth = row.reward_model?.ground_truth;
    return {
      id: row.extra_info?.id ?? null,
      category: row.ability ?? row.data_source ?? 'unknown',
      split: row.extra_info?.split ?? null,
      ...questionOfTurns(row.prompt, pictures.length, where, truth === undefined ? null : String(truth)),
      pictures,
      record: row.parallax ?? null,
    };
  },
};

const TrlSchema = z.looseObject({
  id: z.union([z.string(), z.number(), z.bigint()]).nullish(),
  messages: TurnsSchema.optional(),
  prompt: z.union([TurnsSchema, z.string()]).optional(),
  completion: z.union([TurnsSchema, z.string()]).nullish(),
  images: PicturesSchema,
  image: PicturesSchema,
  solution: z.string().nullish(),
  kind: z.string().nullish(),
  parallax: z.string().nullish(),
});

export const trl: ImportFormat = {
  container: 'parquet',
  isRowFile: isParquet,
  decode: (value, where): ForeignRow => {
    const row = parseRecord(where, value, TrlSchema);
    const pictures = picturesOf(row.images ?? row.image);
    const turns = row.messages ?? [
      ...turnsOf(row.prompt, 'user'),
      ...turnsOf(row.completion ?? undefined, 'assistant'),
    ];
    return {
      id: row.id === undefined || row.id === null ? null : String(row.id),
      category: row.kind ?? 'unknown',
      split: null,
      ...questionOfTurns(turns, pictures.length, where, row.solution ?? null),
      pictures,
      record: row.parallax ?? null,
    };
  },
};

function turnsOf(
  turns: z.infer<typeof TurnsSchema> | string | undefined,
  role: 'user' | 'assistant',
): z.infer<typeof TurnsSchema> {
  if (turns === undefined) return [];
  return typeof turns === 'string' ? [{ role, content: turns }] : turns;
}

function picturesOf(value: z.infer<typeof PicturesSchema>): PictureSource[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((picture): PictureSource => {
    if (picture instanceof Uint8Array) return { bytes: picture };
    if (picture.bytes instanceof Uint8Array) return { bytes: picture.bytes };
    return { path: picture.path ?? '' };
  });
}
