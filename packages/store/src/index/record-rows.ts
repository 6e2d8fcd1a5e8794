/** One record of the data stages -> one row. */
import type { Capture, Question, Scene, View, ViewPair } from '@parallax/dataset';
import type { captures, pairs, questions, scenes, views } from '../tables/index.ts';

export function sceneRow(dataset: string, scene: Scene): typeof scenes.$inferInsert {
  const { sceneId, split, seed, subjectId, objects } = scene;
  const subjectFamily = objects.find((object) => object.objectId === subjectId)?.family ?? null;
  return { dataset, sceneId, split, seed, subjectId, objectCount: objects.length, subjectFamily };
}

export function captureRow(dataset: string, capture: Capture): typeof captures.$inferInsert {
  return { ...capture, dataset };
}

export function viewRow(dataset: string, view: View): typeof views.$inferInsert {
  const { viewId, groupId, split, image, visible } = view;
  return {
    dataset,
    viewId,
    groupId,
    split,
    imageSha256: image.sha256,
    imageName: image.name,
    widthPx: image.width,
    heightPx: image.height,
    visibleObjects: visible.filter((object) => object.pixels > 0).length,
  };
}

export function pairRow(dataset: string, pair: ViewPair): typeof pairs.$inferInsert {
  const { pairId, groupId, split, viewA, viewB, motion, labels } = pair;
  const { egoTranslation, egoRotation, objectCentricTranslation } = labels;
  const { horizontalAngleDeg, yawDeg, pitchDeg, distance } = motion;
  return {
    dataset,
    ...{ pairId, groupId, split, viewA, viewB },
    ...{ egoTranslation, egoRotation, objectCentricTranslation },
    ...{ horizontalAngleDeg, yawDeg, pitchDeg, distance },
  };
}

export function questionRow(
  dataset: string,
  position: number,
  question: Question,
): typeof questions.$inferInsert {
  const { geometry, viewIds, ...rest } = question;
  const { value, unit, margin, labels } = geometry;
  return {
    ...rest,
    ...{ dataset, position, value, unit, margin },
    viewCount: viewIds.length,
    egoTranslation: labels?.egoTranslation ?? null,
    egoRotation: labels?.egoRotation ?? null,
    objectCentricTranslation: labels?.objectCentricTranslation ?? null,
  };
}
