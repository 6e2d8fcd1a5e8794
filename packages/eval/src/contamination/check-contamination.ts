/** What of a test set was seen in training: pictures, scenes, subjects, wording. */
import { sha256 } from '@parallax/lab/node';
import { createHashIndex } from './hash-index.ts';
import { type PictureHash, pictureHashes } from './picture-hash.ts';
import { createTextOverlap } from './text-overlap.ts';

export interface ContaminationItem {
  readonly id: string;
  /** Scene or capture; compared as it is written. */
  readonly groupId: string;
  /** What splits keep apart; null where the source does not say. */
  readonly subjectId: string | null;
  readonly text: string;
  readonly images: readonly Uint8Array[];
}

export interface ContaminationOptions {
  /** Bits of 63 in which near-duplicates may differ, 0..11. */
  readonly maxDistance?: number;
  /** Share of the runs of words from which on a wording counts as seen. */
  readonly minTextShare?: number;
  /** Words in a run. */
  readonly words?: number;
  /** Pairs kept of each finding, the first ones of the test set. */
  readonly pairs?: number;
  readonly onItem?: (side: 'train' | 'test', done: number) => void;
  readonly signal?: AbortSignal;
}

export interface ContaminationPair {
  readonly test: string;
  readonly train: string;
  /** Bits (pictures), share of runs (text), or the shared id. */
  readonly by: number | string;
}

export interface ContaminationFinding {
  readonly kind:
    | 'same picture'
    | 'near picture'
    | 'same group'
    | 'same subject'
    | 'same wording'
    | 'near wording';
  /** Test items it holds for, and their share. */
  readonly items: number;
  readonly share: number;
  readonly pairs: readonly ContaminationPair[];
}

export interface ContaminationReport {
  readonly trainItems: number;
  readonly testItems: number;
  readonly trainPictures: number;
  readonly testPictures: number;
  /** Pictures that could not be read; compared by their bytes alone. */
  readonly unreadable: number;
  readonly findings: readonly ContaminationFinding[];
}

/** At the measured recall and false findings: see the package's README. */
export const DEFAULT_MAX_DISTANCE = 7;
const DEFAULT_MIN_TEXT_SHARE = 0.8;
const KINDS = [
  'same picture',
  'near picture',
  'same group',
  'same subject',
  'same wording',
  'near wording',
] as const;

/** Reads each side once; a picture that comes again is hashed once. "near" includes "same". */
export async function checkContamination(
  train: AsyncIterable<ContaminationItem>,
  test: AsyncIterable<ContaminationItem>,
  options: ContaminationOptions = {},
): Promise<ContaminationReport> {
  const { minTextShare = DEFAULT_MIN_TEXT_SHARE, pairs: keep = 50 } = options;
  const hashes = new Map<string, PictureHash[] | null>();
  const hashed = async (digest: string, bytes: Uint8Array): Promise<PictureHash[] | null> => {
    const known = hashes.get(digest);
    if (known !== undefined) return known;
    const made = await pictureHashes(bytes);
    hashes.set(digest, made);
    return made;
  };
  const trainIds: string[] = [];
  const pictures = new Map<string, number>();
  const groups = new Map<string, number>();
  const subjects = new Map<string, number>();
  const wordings = new Map<string, number>();
  const index = createHashIndex(options.maxDistance ?? DEFAULT_MAX_DISTANCE);
  const overlap = createTextOverlap(options.words);
  for await (const item of train) {
    options.signal?.throwIfAborted();
    const at = trainIds.push(item.id) - 1;
    setFirst(groups, item.groupId, at);
    if (item.subjectId !== null) setFirst(subjects, item.subjectId, at);
    if (setFirst(wordings, item.text, at)) overlap.add(item.text, at);
    for (const bytes of item.images) {
      const digest = sha256(bytes);
      if (!setFirst(pictures, digest, at)) continue;
      for (const hash of (await hashed(digest, bytes)) ?? []) index.add(hash, at);
    }
    options.onItem?.('train', trainIds.length);
  }

  const found = new Map(KINDS.map((kind) => [kind, { items: 0, pairs: [] as ContaminationPair[] }]));
  const testPictures = new Map<string, { readonly at: number; readonly distance: number } | null>();
  const nearest = async (bytes: Uint8Array) => {
    const digest = sha256(bytes);
    const known = testPictures.get(digest);
    if (known !== undefined) return known;
    const same = pictures.get(digest);
    const match = same === undefined ? await nearestByHash(digest, bytes) : { at: same, distance: -1 };
    testPictures.set(digest, match);
    return match;
  };
  const nearestByHash = async (digest: string, bytes: Uint8Array) => {
    const matches = ((await hashed(digest, bytes)) ?? []).flatMap((hash) => index.nearest(hash) ?? []);
    const best = matches.sort((a, b) => a.distance - b.distance)[0];
    return best === undefined ? null : { at: best.id, distance: best.distance };
  };
  let testItems = 0;
  for await (const item of test) {
    options.signal?.throwIfAborted();
    testItems++;
    const note = (kind: (typeof KINDS)[number], at: number, by: number | string): void => {
      const finding = found.get(kind)!;
      finding.items++;
      if (finding.pairs.length < keep) finding.pairs.push({ test: item.id, train: trainIds[at]!, by });
    };
    const matches = [];
    for (const bytes of item.images) matches.push(await nearest(bytes));
    const closest = matches.filter((match) => match !== null).sort((a, b) => a.distance - b.distance)[0];
    if (closest !== undefined && closest.distance < 0) note('same picture', closest.at, 0);
    if (closest !== undefined) note('near picture', closest.at, Math.max(0, closest.distance));
    const group = groups.get(item.groupId);
    if (group !== undefined) note('same group', group, item.groupId);
    const subject = item.subjectId === null ? undefined : subjects.get(item.subjectId);
    if (subject !== undefined) note('same subject', subject, item.subjectId!);
    const wording = wordings.get(item.text);
    if (wording !== undefined) note('same wording', wording, 1);
    const text = overlap.match(item.text);
    if (text !== null && text.share >= minTextShare) note('near wording', wording ?? text.id, text.share);
    options.onItem?.('test', testItems);
  }
  return {
    trainItems: trainIds.length,
    testItems,
    trainPictures: pictures.size,
    testPictures: testPictures.size,
    unreadable: [...hashes.values()].filter((hash) => hash === null).length,
    findings: [...found].map(([kind, { items, pairs }]) => ({
      kind,
      items,
      share: testItems === 0 ? 0 : items / testItems,
      pairs,
    })),
  };
}

/** @returns whether the key is new */
function setFirst(map: Map<string, number>, key: string, at: number): boolean {
  if (map.has(key)) return false;
  map.set(key, at);
  return true;
}
