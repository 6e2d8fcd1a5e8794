/** LAB/evaluations/NAME/scorers.json: how the published scorers read the same completions. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from '@parallax/lab/node';
import { confine } from '@parallax/store';
import { z } from 'zod';
import type { Reading } from '../schema.ts';
import { remember } from './remember.ts';

const ItemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  extracted: z.unknown(),
  hit: z.union([z.number(), z.boolean()]).nullish(),
  score: z.number().nullish(),
});
const ScorersSchema = z.object({
  scorers: z.record(
    z.string(),
    z.object({
      items: z.array(ItemSchema).optional(),
      /** In place of it where answers are missing. */
      partial: z.object({ items: z.array(ItemSchema) }).optional(),
    }),
  ),
});

type Readings = ReadonlyMap<string, readonly Reading[]>;
const MOST_FILES = 4;

/** Readings of one sample by every scorer of the file; none when there is no file. @throws as `readJson`. */
export function openReadings(lab: string) {
  const files = remember<Readings>(MOST_FILES);
  return async (evaluation: string, sampleId: string): Promise<readonly Reading[]> => {
    const path = join(await confine(lab, join(lab, 'evaluations', evaluation)), 'scorers.json');
    const info = await stat(path).catch(() => null);
    if (info === null) return [];
    const readings = await files(`${path} ${info.mtimeMs} ${info.size}`, () => read(path));
    return readings.get(sampleId) ?? [];
  };
}

async function read(path: string): Promise<Readings> {
  const { scorers } = await readJson(path, ScorersSchema);
  const readings = new Map<string, Reading[]>();
  for (const [scorer, { items, partial }] of Object.entries(scorers)) {
    for (const { id, extracted, hit, score } of items ?? partial?.items ?? []) {
      const known = readings.get(String(id)) ?? [];
      readings.set(String(id), known);
      known.push({ scorer, extracted: textOf(extracted), value: Number(hit ?? score ?? 0) });
    }
  }
  return readings;
}

function textOf(extracted: unknown): string | null {
  if (extracted === null || extracted === undefined) return null;
  return typeof extracted === 'string' ? extracted : JSON.stringify(extracted);
}
