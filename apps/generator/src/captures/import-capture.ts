/** Views, pairs and questions of one real capture. */
import {
  type CaptureView,
  choosePairs,
  createImageLoader,
  editPictures,
  type LoadedCapture,
  type LoadedImage,
  makeQuestion,
  type PairProfile,
  PairProfileSchema,
  type Question,
  type ShardContent,
  type View,
  type ViewPair,
} from '@parallax/dataset';
import { createRandom, type Random } from '@parallax/geometry';
import { sha256 } from '@parallax/lab/node';
import { SHARD_PROVENANCE } from '../config.ts';
import { type ImportConfig, kindsOf, singleKindsOf } from './import-config.ts';

/**
 * @param ordinal the capture's running number in its split.
 * @returns rows with their pictures, and the records that they rest on. Only views that a pair uses are loaded.
 * @throws DataInvalidError `image-unreadable`, `image-size-mismatch`, `cannot-undistort` naming the image.
 */
export async function importCapture(
  read: LoadedCapture,
  config: ImportConfig,
  ordinal: number,
): Promise<ShardContent> {
  // As in rendered shards: a commit between kill and resume does not change the bytes.
  const capture = { ...read.capture, codeCommit: SHARD_PROVENANCE };
  const loaded: LoadedCapture = { ...read, capture };
  const random = createRandom(config.seed).fork(`capture/${capture.captureId}`);
  const profile = pairProfile(config);
  const drafts = loaded.views.map((view) => draftView(loaded, view));
  const source = {
    groupId: capture.captureId,
    split: capture.split,
    views: drafts,
    centre: capture.centre,
    up: capture.up,
  };
  const { pairs, discarded } = choosePairs(source, profile, random.fork('pairs'));
  const used = new Set(pairs.flatMap((pair) => [pair.viewA, pair.viewB]));
  const pictures = new Map<string, LoadedImage>();
  const views = new Map<string, View>();
  const load = createImageLoader({ imageSizePx: config.imageSizePx });
  for (const [i, draft] of drafts.entries()) {
    if (!used.has(draft.viewId)) continue;
    const picture = await load(loaded.views[i]!);
    pictures.set(draft.viewId, picture);
    views.set(draft.viewId, finishView(draft, picture));
  }
  const counts: Record<string, number> = { ...discarded };
  const questions = questionsOf(pairs, views, loaded, config, { ordinal, random, counts });
  const rows = questions.map(async (question) => {
    const images = question.viewIds.map((viewId) => pictures.get(viewId)!.bytes);
    return { question, images: await editPictures(question, images) };
  });
  return {
    rows: await Promise.all(rows),
    records: [capture, ...views.values(), ...pairs],
    discarded: counts,
  };
}

function questionsOf(
  pairs: readonly ViewPair[],
  views: ReadonlyMap<string, View>,
  { capture }: LoadedCapture,
  config: ImportConfig,
  state: { ordinal: number; random: Random; counts: Record<string, number> },
): Question[] {
  const questions: Question[] = [];
  const [pairKinds, singleKinds] = [kindsOf(config), singleKindsOf(config)];
  for (const [i, pair] of pairs.entries()) {
    const [a, b] = [views.get(pair.viewA)!, views.get(pair.viewB)!];
    const asked = [
      ...pairKinds.map((kind) => ({ kind, pair, views: [a, b] })),
      ...singleKinds.map((kind) => ({ kind, pair: null, views: [a] })),
    ];
    for (const { kind, ...of } of asked) {
      const question = makeQuestion(
        kind,
        {
          group: capture,
          ...of,
          subjectId: capture.captureId,
          centre: capture.centre,
          up: capture.up,
          index: state.ordinal * config.pairsPerCapture + i,
        },
        state.random.fork(`${pair.pairId}/${kind}`),
      );
      if ('discarded' in question) {
        state.counts[question.discarded] = (state.counts[question.discarded] ?? 0) + 1;
      } else {
        questions.push(question);
      }
    }
  }
  return questions;
}

export function pairProfile(config: ImportConfig): PairProfile {
  return PairProfileSchema.parse({
    name: config.profile,
    pairsPerGroup: config.pairsPerCapture,
    thresholds: config.thresholds,
  });
}

const NOT_LOADED = '0'.repeat(64);

/** The view before its picture is read: enough to choose pairs. Never written. */
function draftView({ capture }: LoadedCapture, { name, camera }: CaptureView): View {
  const { width, height } = camera.intrinsics;
  return {
    type: 'view',
    schemaVersion: 1,
    codeCommit: capture.codeCommit,
    viewId: `${capture.captureId}/${name}`,
    groupId: capture.captureId,
    split: capture.split,
    camera,
    image: { sha256: NOT_LOADED, name, width, height },
    visible: [],
  };
}

function finishView(draft: View, picture: LoadedImage): View {
  const { width, height } = picture.camera.intrinsics;
  const image = { sha256: sha256(picture.bytes), name: draft.image.name, width, height };
  return { ...draft, camera: picture.camera, image };
}
