/** What of a test set was seen in training: pictures, scenes, subjects, wording. */
import { sha256 } from '@parallax/lab/node';
import { type ContaminationKind, type ContaminationReport, contaminationKinds } from '../schema.ts';
import { createCutOutSearch } from './cut-out-search.ts';
import { type GreyPicture, readGrey } from './grey-picture.ts';
import { createHashIndex } from './hash-index.ts';
import { wholeHashes } from './picture-hash.ts';
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

/** At the measured recall and false findings: see the package's README. */
export const DEFAULT_MAX_DISTANCE = 7;
const DEFAULT_MIN_TEXT_SHARE = 0.8;
type Pairs = ContaminationReport['findings'][number]['pairs'];

interface PictureMatch {
  readonly kind: 'same' | 'near' | 'cut-out';
  /** Number of the training item. */
  readonly at: number;
  readonly by: number;
}

/**
 * Reads each side once; a picture that comes again is hashed once. "near" includes "same"; "cut-out" is looked for where
 * neither is found.
 */
export async function checkContamination(
  train: AsyncIterable<ContaminationItem>,
  test: AsyncIterable<ContaminationItem>,
  options: ContaminationOptions = {},
): Promise<ContaminationReport> {
  const { minTextShare = DEFAULT_MIN_TEXT_SHARE, pairs: keep = 50 } = options;
  let unreadable = 0;
  const read = async (bytes: Uint8Array): Promise<GreyPicture | null> => {
    const picture = await readGrey(bytes);
    if (picture === null) unreadable++;
    return picture;
  };
  const trainIds: string[] = [];
  const pictures = new Map<string, number>();
  /** Of each training picture that can be read: the item that it came with first. */
  const itemOf: number[] = [];
  const groups = new Map<string, number>();
  const subjects = new Map<string, number>();
  const wordings = new Map<string, number>();
  const index = createHashIndex(options.maxDistance ?? DEFAULT_MAX_DISTANCE);
  const cutOuts = createCutOutSearch();
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
      const picture = await read(bytes);
      if (picture === null) continue;
      const number = cutOuts.add(picture);
      for (const hash of wholeHashes(picture)) index.add(hash, number);
      itemOf[number] = at;
    }
    options.onItem?.('train', trainIds.length);
  }

  const found = new Map(contaminationKinds.map((kind) => [kind, { items: 0, pairs: [] as Pairs }]));
  const testPictures = new Map<string, PictureMatch | null>();
  const nearest = async (bytes: Uint8Array): Promise<PictureMatch | null> => {
    const digest = sha256(bytes);
    const known = testPictures.get(digest);
    if (known !== undefined) return known;
    const same = pictures.get(digest);
    const match = same === undefined ? await changed(bytes) : { kind: 'same' as const, at: same, by: 0 };
    testPictures.set(digest, match);
    return match;
  };
  const changed = async (bytes: Uint8Array): Promise<PictureMatch | null> => {
    const picture = await read(bytes);
    if (picture === null) return null;
    const copy = index.within(...wholeHashes(picture)).find(({ id }) => cutOuts.isCopy(picture, id));
    if (copy !== undefined) return { kind: 'near', at: itemOf[copy.id]!, by: copy.distance };
    const cut = cutOuts.find(picture);
    return cut === null ? null : { kind: 'cut-out', at: itemOf[cut.picture]!, by: cut.share };
  };
  let testItems = 0;
  for await (const item of test) {
    options.signal?.throwIfAborted();
    testItems++;
    const note = (kind: ContaminationKind, at: number, by: number | string): void => {
      const finding = found.get(kind)!;
      finding.items++;
      if (finding.pairs.length < keep) finding.pairs.push({ test: item.id, train: trainIds[at]!, by });
    };
    const matches: PictureMatch[] = [];
    for (const bytes of item.images) {
      const match = await nearest(bytes);
      if (match !== null) matches.push(match);
    }
    const closest = (...kinds: readonly PictureMatch['kind'][]): PictureMatch | undefined =>
      matches.filter((match) => kinds.includes(match.kind)).sort((a, b) => a.by - b.by)[0];
    const [same, near, cut] = [closest('same'), closest('same', 'near'), closest('cut-out')];
    if (same !== undefined) note('same picture', same.at, 0);
    if (near !== undefined) note('near picture', near.at, near.by);
    if (cut !== undefined) note('cut-out picture', cut.at, cut.by);
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
    unreadable,
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
