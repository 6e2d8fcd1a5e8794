/** The two data sets whose answers are points in a picture. Source: src/ChEF/metric/lamm_locating.py at ea57136. */
import { z } from 'zod';
import { percent } from './boxes.ts';
import { type LammDataset, sumOf } from './dataset.ts';
import { labelsIn } from './label.ts';
import { numberGroups } from './parse-numbers.ts';

const POINT = 2;
const PictureSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  image: z.string(),
  query: z.string(),
});
const ObjectsSchema = PictureSchema.extend({
  object: z.array(z.object({ label: z.string(), bbox: z.array(z.number()).length(4) })),
});
const JointsSchema = PictureSchema.extend({ gt_joints: z.array(z.array(z.number()).min(POINT)).min(1) });

/** Points and boxes are compared as they are, both in 0..1 of the picture. */
export const locatingObjects: LammDataset<typeof ObjectsSchema> = {
  name: 'Locating_VOC2012',
  metric: 'InsideBbox',
  file: '2D_Benchmark/meta_file/Locating_VOC2012.json',
  prefix: 'locvoc',
  schema: ObjectsSchema,
  needsSize: false,
  toRow: ({ object }) => ({
    answer: JSON.stringify(object),
    strict: null,
    score: (completion) => {
      const points = numberGroups(completion, POINT);
      const named = object.map(({ label }) => label).map(labelsIn(completion));
      const hits = object.filter(({ bbox }, i) => named[i] && anyInside(points, bbox)).length;
      return {
        points,
        labels_in_text: named,
        hits,
        total: object.length,
        reason: `${hits} of ${object.length} objects`,
      };
    },
  }),
  overall: (items) => ({ ACC: percent(sumOf(items, 'hits'), sumOf(items, 'total')) }),
};

/** Points are scaled by the picture's size; the box is the extent of all joints, in pixels. */
export const locatingJoints: LammDataset<typeof JointsSchema> = {
  name: 'Locating_LSP',
  metric: 'InsideHumanBbox',
  file: '2D_Benchmark/meta_file/Locating_LSP.json',
  prefix: 'loclsp',
  schema: JointsSchema,
  needsSize: true,
  toRow: ({ gt_joints: joints }) => {
    const xs = joints.map(([x = 0]) => x);
    const ys = joints.map(([, y = 0]) => y);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    return {
      answer: JSON.stringify(joints),
      strict: null,
      score: (completion, { width, height }) => {
        const points = numberGroups(completion, POINT);
        const pixels = points.map(([x = 0, y = 0]) => [x * width, y * height]);
        return {
          points,
          hit: anyInside(pixels, box) ? 1 : 0,
          reason: points.length === 0 ? 'no point' : 'any point',
        };
      },
    };
  },
  overall: (items) => ({ ACC: percent(sumOf(items, 'hit'), items.length) }),
};

/** Strictly inside [left, top, right, bottom]. */
function anyInside(points: readonly (readonly number[])[], box: readonly number[]): boolean {
  const [left = 0, top = 0, right = 0, bottom = 0] = box;
  return points.some(([x = 0, y = 0]) => x > left && x < right && y > top && y < bottom);
}
