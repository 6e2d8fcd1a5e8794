/** Audits made shards: what tests plant their defects in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audit, AuditLine, Question } from '../schema.ts';
import { openDataset } from '../store/dataset.ts';
import { madeOptions } from '../store/made-dataset.ts';
import type { ShardContent } from '../store/shards/row.ts';
import { openDatasetWriter } from '../store/writer.ts';
import { auditDataset } from './audit-dataset.ts';

/** Writes the two shards as a data set into a folder of its own, audits every row, and takes the folder away. */
export async function auditShards(train: ShardContent, test: ShardContent): Promise<Audit> {
  const folder = await mkdtemp(join(tmpdir(), 'parallax-audit-'));
  try {
    const writer = await openDatasetWriter(folder, madeOptions);
    await writer.writeShard('train', 0, train);
    await writer.writeShard('test', 0, test);
    await writer.finish();
    return await auditDataset(await openDataset(folder), { recompute: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function lineOf(audit: Audit, name: string): AuditLine {
  const found = audit.lines.find((item) => item.name === name);
  if (found === undefined) throw new Error(`no audit line ${name}`);
  return found;
}

export function mapQuestions(shard: ShardContent, change: (question: Question) => Question): ShardContent {
  return { ...shard, rows: shard.rows.map((row) => ({ ...row, question: change(row.question) })) };
}
