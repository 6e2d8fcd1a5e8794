/** LAB/runs/NAME -> rows. A run grows: metrics and rollouts are read from where the last look ended. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from '@parallax/lab/node';
import {
  type Checkpoint,
  CheckpointSchema,
  RolloutSchema,
  TrainingRunSchema,
} from '@parallax/trainer/schema';
import { eq } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { Store } from '../database/index.ts';
import { confine } from '../lab-folder/records.ts';
import { checkpoints, followedFiles, metrics, rollouts, runs } from '../tables/index.ts';
import { type LinePlace, readNewLines, START } from './follow-lines.ts';

/** As the trainer's own schema, but a diverged loss (NaN, written as null) must not hide the run: it has no row. */
export const LooseMetricsLineSchema = z.object({ step: z.int() }).catchall(z.number().nullable());

/** @throws DataFormatError naming file and line; what stood before that line is indexed. */
export async function indexRun(store: Store, name: string): Promise<void> {
  const folder = await confine(store.lab, join(store.lab, 'runs', name));
  const run = await readJson(join(folder, 'run.json'), TrainingRunSchema);
  const result = await readResult(join(folder, 'result.json'));
  const saved = await readCheckpoints(folder);
  await store.write(async (writer) => {
    await writer.insert(runs, [{ ...run, name, result }]);
    await writer.run(writer.builder.delete(checkpoints).where(eq(checkpoints.run, name)));
    await writer.insert(
      checkpoints,
      saved.map((checkpoint) => ({ ...checkpoint, run: name })),
    );
  });
  await indexMetrics(store, name);
  await follow(store, name, 'rollouts.jsonl', RolloutSchema, rollouts, (rollout, line) => [
    { ...rollout, run: name, line },
  ]);
}

/** Only the metrics: what a page that watches a run asks for again and again. */
export async function indexMetrics(store: Store, name: string): Promise<void> {
  await follow(store, name, 'metrics.jsonl', LooseMetricsLineSchema, metrics, ({ step, ...values }) =>
    Object.entries(values).flatMap(([key, value]) =>
      value === null ? [] : [{ run: name, key, step, value }],
    ),
  );
}

/** Removes all rows of a run. */
export async function removeRun(store: Store, name: string): Promise<void> {
  await store.write(async (writer) => {
    await writer.run(writer.builder.delete(runs).where(eq(runs.name, name)));
    for (const table of [checkpoints, metrics, rollouts]) {
      await writer.run(writer.builder.delete(table).where(eq(table.run, name)));
    }
    for (const file of ['metrics.jsonl', 'rollouts.jsonl']) {
      await writer.run(
        writer.builder.delete(followedFiles).where(eq(followedFiles.path, followedPath(name, file))),
      );
    }
  });
}

async function follow<S extends z.ZodType, T extends SQLiteTable & (typeof metrics | typeof rollouts)>(
  store: Store,
  run: string,
  file: string,
  schema: S,
  table: T,
  toRows: (item: z.infer<S>, line: number) => T['$inferInsert'][],
): Promise<void> {
  const path = followedPath(run, file);
  for (;;) {
    const from = await placeOf(store, path);
    const news = await readNewLines(join(store.lab, path), schema, from);
    if (news === null) return;
    const first = news.place.lines - news.items.length;
    if (news.restarted || news.items.length > 0) {
      await store.write(async (writer) => {
        if (news.restarted) await writer.run(writer.builder.delete(table).where(eq(table.run, run)));
        await writer.insert(
          table,
          news.items.flatMap((item, i) => toRows(item, first + i)),
        );
        await writer.insert(followedFiles, [{ path, ...news.place }]);
      });
    }
    if (news.problem !== null) throw news.problem;
    if (!news.more) return;
  }
}

async function placeOf(store: Store, path: string): Promise<LinePlace> {
  const [place] = await store.read((db) =>
    db.select().from(followedFiles).where(eq(followedFiles.path, path)),
  );
  return place ?? START;
}

function followedPath(run: string, file: string): string {
  return `runs/${run}/${file}`;
}

async function readResult(path: string): Promise<Record<string, unknown> | null> {
  const present = await stat(path).catch(() => null);
  return present === null ? null : readJson(path, z.record(z.string(), z.unknown()));
}

/** Finished checkpoints; one that the trainer removes meanwhile is not there. */
async function readCheckpoints(folder: string): Promise<Checkpoint[]> {
  const root = join(folder, 'checkpoints');
  const names = (await readdir(root).catch(() => [] as string[])).filter((name) => /^step-\d+$/.test(name));
  const found: Checkpoint[] = [];
  for (const name of names.sort()) {
    const path = join(root, name, 'checkpoint.json');
    if ((await stat(path).catch(() => null)) !== null) found.push(await readJson(path, CheckpointSchema));
  }
  return found;
}
