/** The two data sets whose answers are boxes in a point cloud. Source: src/ChEF/metric/detection.py at ea57136. */
import { z } from 'zod';
import type { ScoredRow } from '../benchmark.ts';
import { boxOverlap } from './box-overlap.ts';
import { type LammDataset, sumOf } from './dataset.ts';
import { labelsIn } from './label.ts';
import { numberGroups } from './parse-numbers.ts';

const BOX = 6;
const THRESHOLDS = { mAR_at_0_5: 0.5, mAR_at_0_25: 0.25 };
const BoxSchema = z.array(z.number()).length(BOX);
const PointCloudSchema = z.object({ id: z.union([z.string(), z.number()]).optional(), query: z.string() });
const DetectionSchema = PointCloudSchema.extend({
  object: z.array(z.object({ label: z.string(), bbox: BoxSchema })),
});
const GroundingSchema = PointCloudSchema.extend({ object: BoxSchema });

interface DetectedObject {
  readonly label_in_text: boolean;
  readonly ious: readonly number[];
}

/** Recall: every object counts whose label is named and which any box overlaps; boxes are not used up. */
export const detection: LammDataset<typeof DetectionSchema> = {
  name: 'ScanNet_LAMM',
  metric: 'LAMM_3D_Detection',
  file: '3D_Benchmark/meta_file/Detection_ScanNet.json',
  prefix: 'det3d',
  schema: DetectionSchema,
  needsSize: false,
  toRow: ({ object }) => ({
    answer: JSON.stringify(object),
    strict: null,
    score: (completion) => {
      const boxes = numberGroups(completion, BOX);
      const named = labelsIn(completion);
      const objects = object.map(({ label, bbox }) => ({
        label,
        label_in_text: named(label),
        ious: boxes.map((box) => boxOverlap(bbox, box)),
      }));
      const hits = countHits(objects, THRESHOLDS.mAR_at_0_5);
      return { boxes, objects, hits, total: object.length, reason: `${hits} of ${object.length} objects` };
    },
  }),
  overall: (items) => {
    const objects = items.flatMap((item) => item['objects'] as readonly DetectedObject[]);
    return Object.fromEntries(
      Object.entries(THRESHOLDS).map(([name, threshold]) => [
        name,
        percent(countHits(objects, threshold), objects.length),
      ]),
    );
  },
};

/** The first box only. */
export const grounding: LammDataset<typeof GroundingSchema> = {
  name: 'ScanRefer_LAMM',
  metric: 'LAMM_3D_Grounding',
  file: '3D_Benchmark/meta_file/VG_ScanRefer.json',
  prefix: 'vg3d',
  schema: GroundingSchema,
  needsSize: false,
  toRow: ({ object }) => ({
    answer: JSON.stringify(object),
    strict: null,
    score: (completion) => {
      const boxes = numberGroups(completion, BOX);
      const iou = boxes[0] === undefined ? null : boxOverlap(object, boxes[0]);
      const hit = iou !== null && iou > THRESHOLDS.mAR_at_0_5 ? 1 : 0;
      return { boxes, iou, hit, reason: boxes.length === 0 ? 'no six numbers' : 'first box' };
    },
  }),
  overall: (items) =>
    Object.fromEntries(
      Object.entries(THRESHOLDS).map(([name, threshold]) => [
        name,
        percent(
          items.filter(({ iou }: ScoredRow) => typeof iou === 'number' && iou > threshold).length,
          items.length,
        ),
      ]),
    ),
};

function countHits(objects: readonly DetectedObject[], threshold: number): number {
  return objects.filter(({ label_in_text: named, ious }) => named && ious.some((iou) => iou > threshold))
    .length;
}

/** In the order of the official arithmetic. */
export function percent(part: number, whole: number): number {
  return (part / whole) * 100;
}

/** Share of the objects or 1 and 0, for our own column. */
export function shareOf(item: ScoredRow): number {
  return typeof item['total'] === 'number'
    ? sumOf([item], 'hits') / Math.max(1, item['total'])
    : (item.hit ?? 0);
}
