/**
 * Writes a data set folder shard by shard. Several processes may write different shards into the same folder at
 * once; the manifest comes last, from the sidecars alone, so any process can finish, and a folder without a
 * manifest is not a data set. The same options and rows give the same bytes.
 */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataInvalidError, LabError } from '@parallax/lab';
import {
  canonicalJson,
  codeCommit,
  readJson,
  removeUnfinished,
  sha256,
  writeFileAtomic,
  writeJson,
} from '@parallax/lab/node';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { encodePassRows } from '../passes/index.ts';
import { type DatasetManifest, DatasetManifestSchema, type ShardEntry, type Split } from '../schema.ts';
import { buildManifest } from './manifest.ts';
import {
  huggingFaceMetadata,
  REFERENCED_ROW_GROUP_ROWS,
  ROW_GROUP_ROWS,
  referencedColumns,
  shardColumns,
  shardSchema,
} from './shards/columns.ts';
import type { ReferencedContent, ShardContent } from './shards/row.ts';
import {
  listSidecars,
  readIntactSidecar,
  type Sidecar,
  SidecarSchema,
  shardName,
  sidecarPath,
} from './shards/sidecar.ts';

/** What the data set is made from. Two runs with equal options continue each other. */
export interface DatasetWriterOptions {
  readonly name: string;
  readonly profile: string;
  readonly seed: string;
  readonly generatorVersion: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly imageSource: string;
  readonly splitRule: string;
  readonly derivedFrom?: readonly string[];
}

export interface DatasetWriter {
  readonly folder: string;
  /** True when the shard stands complete on disk, made from the same options; digests are checked. */
  hasShard(split: Split, index: number): Promise<boolean>;
  writeShard(split: Split, index: number, content: ShardContent): Promise<ShardEntry>;
  /** A shard whose pictures stay where they are, below the image root that `finish` is told. */
  writeReferencedShard(split: Split, index: number, content: ReferencedContent): Promise<ShardEntry>;
  /**
   * Writes the manifest from all shards of this plan in the folder.
   * @param place where the pictures lie that rows refer to.
   * @throws DataInvalidError `empty-dataset` without a single question; `damaged-shard` when files changed.
   */
  finish(place?: { readonly imageRoot: string }): Promise<DatasetManifest>;
}

/** Opens (or goes on with) a data set folder. A manifest made from other options is removed: it no longer holds. */
export async function openDatasetWriter(
  folder: string,
  options: DatasetWriterOptions,
): Promise<DatasetWriter> {
  const plan = planOf(options);
  const planDigest = sha256(canonicalJson(plan));
  await mkdir(join(folder, 'shards'), { recursive: true });
  await mkdir(join(folder, 'records'), { recursive: true });
  await removeStaleManifest(folder, planDigest);
  return {
    folder,
    hasShard: async (split, index) =>
      (await readIntactSidecar(folder, sidecarPath(folder, split, index), planDigest)) !== null,
    writeShard: (split, index, content) =>
      writeShard({ folder, planDigest, split, index }, content, encodeEmbedded(content)),
    writeReferencedShard: (split, index, content) =>
      writeShard({ folder, planDigest, split, index }, content, encodeReferenced(content)),
    finish: async (place) => {
      const sidecars: Sidecar[] = [];
      for (const path of await listSidecars(folder)) {
        const sidecar = await readIntactSidecar(folder, path, planDigest);
        if (sidecar !== null) sidecars.push(sidecar);
        else await refuseDamagedShard(path, planDigest);
      }
      // Now nobody writes shards any more.
      await removeUnfinishedShards(folder);
      const manifest = buildManifest(options, sidecars, { codeCommit: codeCommit(), ...place });
      await writeJson(join(folder, 'manifest.json'), manifest);
      return manifest;
    },
  };
}

/** Removes the unfinished files of killed processes: of these alone where others may still write shards. */
export async function removeUnfinishedShards(folder: string, pids?: readonly number[]): Promise<void> {
  for (const room of ['shards', 'records', 'passes']) await removeUnfinished(join(folder, room), pids);
}

/** What both ways of keeping pictures have in common. */
type AnyContent = Omit<ShardContent, 'rows'> & {
  readonly rows: readonly Pick<ShardContent['rows'][number], 'question'>[];
};

interface ShardPlace {
  readonly folder: string;
  readonly planDigest: string;
  readonly split: Split;
  readonly index: number;
}

function encodeEmbedded({ rows }: ShardContent): Uint8Array {
  return encode('embedded', shardColumns(rows), ROW_GROUP_ROWS);
}

function encodeReferenced({ rows }: ReferencedContent): Uint8Array {
  return encode('referenced', referencedColumns(rows), REFERENCED_ROW_GROUP_ROWS);
}

function encode(
  layout: 'embedded' | 'referenced',
  columnData: ReturnType<typeof shardColumns>,
  rowGroupSize: number,
): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData,
      schema: shardSchema(layout),
      rowGroupSize,
      kvMetadata: [{ key: 'huggingface', value: huggingFaceMetadata(layout) }],
      createdBy: 'parallax',
    }),
  );
}

async function writeShard(
  { folder, planDigest, split, index }: ShardPlace,
  content: AnyContent,
  parquet: Uint8Array,
): Promise<ShardEntry> {
  const name = shardName(split, index);
  const stray = content.rows.find((row) => row.question.split !== split);
  if (stray !== undefined) {
    const { questionId, split: own } = stray.question;
    throw new LabError('wrong-split', `Question ${questionId} of split ${own} was handed to shard ${name}.`, {
      remedy: 'Write each question into a shard of its own split.',
    });
  }
  const records = content.records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const entry: ShardEntry = {
    path: `shards/${name}.parquet`,
    split,
    rows: content.rows.length,
    bytes: parquet.byteLength,
    sha256: sha256(parquet),
    recordsPath: `records/${name}.jsonl`,
    recordsSha256: sha256(records),
  };
  if (content.passes !== undefined && content.passes.length > 0) {
    const bytes = encodePassRows(content.passes);
    const path = `passes/${name}.parquet`;
    entry.passes = { path, bytes: bytes.byteLength, sha256: sha256(bytes) };
    await mkdir(join(folder, 'passes'), { recursive: true });
    await writeFileAtomic(join(folder, path), bytes);
  }
  await writeFileAtomic(join(folder, entry.path), parquet);
  await writeFileAtomic(join(folder, entry.recordsPath), records);
  await writeJson(sidecarPath(folder, split, index), describeShard(planDigest, entry, content));
  return entry;
}

function describeShard(planDigest: string, entry: ShardEntry, content: AnyContent): Sidecar {
  const bySplitAndKind: Record<string, number> = {};
  const subjects = new Set<string>();
  for (const { question } of content.rows) {
    const key = `${question.split}/${question.kind}`;
    bySplitAndKind[key] = (bySplitAndKind[key] ?? 0) + 1;
    subjects.add(question.subjectId);
  }
  const ofType = (...types: string[]): number =>
    content.records.filter((record) => types.includes(record.type)).length;
  return {
    schemaVersion: 1,
    planDigest,
    entry,
    counts: {
      scenes: ofType('scene', 'capture'),
      views: ofType('view'),
      pairs: ofType('pair'),
      questions: content.rows.length,
    },
    subjects: [...subjects].sort(),
    bySplitAndKind,
    discarded: { ...content.discarded },
  };
}

/** A sidecar of another plan is an old shard: it goes. One of this plan whose files do not fit is an error. */
async function refuseDamagedShard(path: string, planDigest: string): Promise<void> {
  const written = await readSidecarPlan(path);
  if (written !== planDigest) {
    await rm(path, { force: true });
    return;
  }
  throw new DataInvalidError('damaged-shard', `${path}: the shard's files do not fit their digests.`, {
    remedy: 'Run the same command again: it makes this shard anew and keeps the others.',
  });
}

async function readSidecarPlan(path: string): Promise<string | null> {
  try {
    return (await readJson(path, SidecarSchema)).planDigest;
  } catch {
    return null;
  }
}

async function removeStaleManifest(folder: string, planDigest: string): Promise<void> {
  const path = join(folder, 'manifest.json');
  const present = await stat(path).then(
    () => true,
    () => false,
  );
  if (!present) return;
  const manifest = await readJson(path, DatasetManifestSchema).catch(() => null);
  if (manifest !== null && sha256(canonicalJson(planOf(manifest))) === planDigest) return;
  await rm(path, { force: true });
}

function planOf(options: DatasetWriterOptions | DatasetManifest): Record<string, unknown> {
  const { name, profile, seed, generatorVersion, config, imageSource, splitRule, derivedFrom = [] } = options;
  return { name, profile, seed, generatorVersion, config, imageSource, splitRule, derivedFrom };
}
