/** Writes DATASET/preview.html: a gallery of questions that needs no other file and asks no server for anything. */
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { describeWriteFailure } from '@parallax/lab/node';
import sharp from 'sharp';
import { pictureExtension } from '../exports/sample.ts';
import type { Split } from '../schema.ts';
import type { Dataset } from '../store/index.ts';
import { type KindCount, pageEnd, pageHead } from './page.ts';
import { questionCard } from './question-card.ts';

export interface PreviewOptions {
  /** By default preview.html in the data set's folder. */
  readonly out?: string;
  /** Questions to show, shared evenly among the kinds. */
  readonly count?: number;
  readonly kinds?: readonly string[];
  readonly split?: Split;
  readonly signal?: AbortSignal;
}

export interface Preview {
  readonly path: string;
  readonly shown: number;
  readonly bytes: number;
}

/** Longer side of an embedded picture; larger ones are made smaller. */
const MOST_PX = 384;

/** @throws ConfigError `unknown-kind` or `empty-selection`, naming what the data set has. */
export async function writePreview(dataset: Dataset, options: PreviewOptions = {}): Promise<Preview> {
  const path = options.out ?? join(dataset.folder, 'preview.html');
  const chosen = await chooseRows(dataset, options);
  const kinds = chosen.map(({ kind, total, rows }): KindCount => ({ kind, total, shown: rows.length }));
  const temporary = `${path}.part`;
  let bytes = 0;
  const file = await open(temporary, 'w');
  try {
    const write = async (text: string): Promise<void> => {
      bytes += (await file.write(text)).bytesWritten;
    };
    await write(pageHead(dataset.manifest, kinds));
    for (const index of chosen.flatMap(({ rows }) => rows)) {
      options.signal?.throwIfAborted();
      const { question, images } = await dataset.readRow(index);
      const pictures = await Promise.all(images.map(dataUrl));
      await write(questionCard(question, pictures).markup);
    }
    await write(pageEnd());
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (cause) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw describeWriteFailure(path, cause);
  }
  return { path, shown: kinds.reduce((sum, kind) => sum + kind.shown, 0), bytes };
}

interface ChosenKind {
  readonly kind: string;
  readonly total: number;
  readonly rows: readonly number[];
}

/** Of each kind some rows at even distances, so that a preview shows the whole set and not its first scenes. */
async function chooseRows(dataset: Dataset, options: PreviewOptions): Promise<ChosenKind[]> {
  const { count = 60, split } = options;
  const totals = new Map<string, number>();
  for (const [key, total] of Object.entries(dataset.manifest.counts.bySplitAndKind)) {
    const [ownSplit, kind] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
    if (total > 0 && (split === undefined || ownSplit === split))
      totals.set(kind, (totals.get(kind) ?? 0) + total);
  }
  const present = [...totals.keys()].sort();
  for (const kind of options.kinds ?? []) {
    if (present.includes(kind)) continue;
    throw new ConfigError('unknown-kind', `There is no question of kind "${kind}" to show.`, {
      remedy: `Kinds here: ${present.join(', ') || 'none'}.`,
    });
  }
  const kinds = [...new Set(options.kinds ?? present)];
  if (kinds.length === 0) {
    throw new ConfigError('empty-selection', `${dataset.folder} has no question in split ${split}.`, {
      remedy: 'Choose another split.',
    });
  }
  const chosen: ChosenKind[] = [];
  let left = Math.max(count, kinds.length);
  // The rarest first: what they cannot use goes to the others.
  const byTotal = kinds.toSorted((a, b) => totals.get(a)! - totals.get(b)!);
  for (const [i, kind] of byTotal.entries()) {
    const total = totals.get(kind)!;
    const share = Math.min(total, Math.floor(left / (byTotal.length - i)));
    const indexes = await dataset.indexes({ kinds: [kind], ...(split === undefined ? {} : { split }) });
    const rows = Array.from({ length: share }, (_, n) => indexes[Math.floor((n * indexes.length) / share)]!);
    chosen.push({ kind, total, rows });
    left -= share;
  }
  return chosen.sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

async function dataUrl(bytes: Uint8Array): Promise<string> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  if (Math.max(width, height) > MOST_PX) {
    const small = await sharp(bytes)
      .resize(MOST_PX, MOST_PX, { fit: 'inside' })
      .jpeg({ quality: 85 })
      .toBuffer();
    return `data:image/jpeg;base64,${small.toString('base64')}`;
  }
  const type = pictureExtension(bytes).replace('jpg', 'jpeg');
  return `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
}
