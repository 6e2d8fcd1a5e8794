/** Writes the questions that got a chain into a data set of their own, with the records that they name. */
import { sha256 } from '@parallax/lab/node';
import type { DatasetManifest, Question, Split, View } from '../../schema.ts';
import type { Dataset } from '../../store/dataset.ts';
import type { ShardContent, ShardRecord } from '../../store/shards/row.ts';
import { openDatasetWriter } from '../../store/writer.ts';

export interface DerivedOptions {
  readonly folder: string;
  readonly name: string;
  readonly seed: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Reason -> number of questions that were left out. */
  readonly discarded: Readonly<Record<string, number>>;
}

const ROWS_PER_SHARD = 500;
export const DERIVER_VERSION = '1';

/**
 * @param chains row index -> chain, for the rows to keep.
 * @throws DataInvalidError `empty-dataset` when no row is kept.
 */
export async function writeDerived(
  source: Dataset,
  chains: ReadonlyMap<number, string>,
  options: DerivedOptions,
): Promise<DatasetManifest> {
  const { manifest } = source;
  // The chains are part of the plan: shards of other chains in the folder are not taken for these.
  const chainsDigest = sha256(JSON.stringify([...chains]));
  const writer = await openDatasetWriter(options.folder, {
    name: options.name,
    profile: manifest.profile,
    seed: options.seed,
    generatorVersion: DERIVER_VERSION,
    config: { ...options.config, chainsDigest },
    imageSource: manifest.imageSource,
    splitRule: manifest.splitRule,
    derivedFrom: [manifest.digest],
  });
  const indexes = [...chains.keys()].sort((a, b) => a - b);
  const pending: Record<Split, number[]> = { train: [], validation: [], test: [] };
  const counts: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  const written = new Set<string>();
  let discarded = { ...options.discarded };
  const flush = async (split: Split): Promise<void> => {
    const rows = await readRows(source, pending[split], chains);
    pending[split] = [];
    const records = await recordsOf(source, rows, written);
    await writer.writeShard(split, counts[split]++, { rows, records, discarded });
    discarded = {};
  };
  const splits = await splitsOf(source, indexes);
  for (const index of indexes) {
    const split = splits.get(index)!;
    pending[split].push(index);
    if (pending[split].length >= ROWS_PER_SHARD) await flush(split);
  }
  for (const split of ['train', 'validation', 'test'] as const)
    if (pending[split].length > 0) await flush(split);
  return writer.finish();
}

async function readRows(
  source: Dataset,
  indexes: readonly number[],
  chains: ReadonlyMap<number, string>,
): Promise<ShardContent['rows'][number][]> {
  const rows: ShardContent['rows'][number][] = [];
  for (const index of indexes) {
    const { question, images } = await source.readRow(index);
    rows.push({ question: { ...question, chain: chains.get(index) ?? null }, images });
  }
  return rows;
}

async function splitsOf(source: Dataset, wanted: readonly number[]): Promise<Map<number, Split>> {
  const set = new Set(wanted);
  const splits = new Map<number, Split>();
  for (const split of ['train', 'validation', 'test'] as const) {
    for (const index of await source.indexes({ split })) if (set.has(index)) splits.set(index, split);
  }
  return splits;
}

/** Scenes, captures, views and pairs that the rows name and no earlier shard holds. */
async function recordsOf(
  source: Dataset,
  rows: readonly { question: Question; images: readonly Uint8Array[] }[],
  written: Set<string>,
): Promise<ShardRecord[]> {
  const wanted = new Set<string>();
  const pictures = new Map<string, Uint8Array>();
  for (const { question, images } of rows) {
    for (const id of [question.groupId, question.pairId, ...question.viewIds]) {
      if (id !== null && !written.has(id)) wanted.add(id);
    }
    question.viewIds.forEach((viewId, i) => void pictures.set(viewId, images[i]!));
  }
  const records: ShardRecord[] = [];
  if (wanted.size === 0) return records;
  for await (const record of source.records()) {
    const id = idOf(record);
    if (!wanted.delete(id)) continue;
    written.add(id);
    records.push(record.type === 'view' ? held(record, pictures.get(id)) : record);
  }
  return records;
}

/** Rows hold their pictures now, also those of a data set that only refers to them. */
function held(view: View, picture: Uint8Array | undefined): View {
  if (view.image.reference === undefined || picture === undefined) return view;
  const { reference: _, ...image } = view.image;
  return { ...view, image: { ...image, sha256: sha256(picture) } };
}

function idOf(record: ShardRecord): string {
  switch (record.type) {
    case 'scene':
      return record.sceneId;
    case 'capture':
      return record.captureId;
    case 'view':
      return record.viewId;
    case 'pair':
      return record.pairId;
  }
}
