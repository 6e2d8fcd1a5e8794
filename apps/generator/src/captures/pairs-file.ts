/** The pairs that a user asks about: a JSON array of {imageA, imageB}. */
import type { CaptureView } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import { nearestName, readJson } from '@parallax/lab/node';
import { z } from 'zod';

const RowSchema = z.looseObject({ imageA: z.string(), imageB: z.string() });
/** A bare array, or an object that holds one in `pairs`, as `relate` itself prints it. */
const FileSchema = z.union([z.array(RowSchema), z.looseObject({ pairs: z.array(RowSchema) })]);

export interface AskedPair {
  /** Counted from 0, as in the file. */
  readonly row: number;
  readonly a: CaptureView;
  readonly b: CaptureView;
}

/**
 * @throws ConfigError `file-missing`, `unknown-image` naming file, row and the nearest name; DataFormatError `not-json`,
 *   `wrong-shape`.
 */
export async function readPairsFile(path: string, views: readonly CaptureView[]): Promise<AskedPair[]> {
  const content = await readJson(path, FileSchema);
  const rows = Array.isArray(content) ? content : content.pairs;
  const byName = new Map(views.map((view) => [view.name, view]));
  const find = (row: number, key: 'imageA' | 'imageB', name: string): CaptureView => {
    const view = byName.get(name);
    if (view !== undefined) return view;
    const nearest = nearestName(name, [...byName.keys()]);
    throw new ConfigError('unknown-image', `${path}: row ${row}: ${key} "${name}" is not in the model.`, {
      remedy:
        nearest === undefined
          ? `The model has ${byName.size} images with a pose, for example "${views[0]?.name}".`
          : `Did you mean "${nearest}"? The model has ${byName.size} images with a pose.`,
    });
  };
  return rows.map(({ imageA, imageB }, row) => ({
    row,
    a: find(row, 'imageA', imageA),
    b: find(row, 'imageB', imageB),
  }));
}
