/** LAB/reports/ID and LAB/captures/ID.json -> rows: one small file each. */
import { join } from 'node:path';
import { CaptureSchema } from '@parallax/dataset';
import { ReportSchema } from '@parallax/eval/schema';
import { readJson } from '@parallax/lab/node';
import { eq } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import { confine } from '../lab-folder/records.ts';
import { captures, reports } from '../tables/index.ts';
import { captureRow } from './record-rows.ts';

export async function indexReport(store: Store, name: string): Promise<void> {
  const folder = await confine(store.lab, join(store.lab, 'reports', name));
  const report = await readJson(join(folder, 'report.json'), ReportSchema);
  await store.write((writer) => writer.insert(reports, [{ ...report, name }]));
}

export async function removeReport(store: Store, name: string): Promise<void> {
  await store.write((writer) => writer.run(writer.builder.delete(reports).where(eq(reports.name, name))));
}

/** Captures of LAB/captures belong to no data set: their `dataset` is empty. Replaces all of them. */
export async function indexCaptures(store: Store, files: readonly string[]): Promise<void> {
  const rows: (typeof captures.$inferInsert)[] = [];
  for (const file of files) {
    const path = await confine(store.lab, join(store.lab, 'captures', file));
    rows.push(captureRow('', await readJson(path, CaptureSchema)));
  }
  await store.write(async (writer) => {
    await writer.run(writer.builder.delete(captures).where(eq(captures.dataset, '')));
    await writer.insert(captures, rows);
  });
}
