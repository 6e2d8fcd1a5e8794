/** Lens of a frame of transforms.json, from the frame's own keys and those of the whole file. */
import { type Lens, type LensModelName, lensFromParameters } from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import { requireUsableLens, unknownLens } from '../reconstruction.ts';
import type { TransformsIntrinsics } from './schema.ts';

const PERSPECTIVE = ['OPENCV', 'PINHOLE', 'SIMPLE_PINHOLE', 'SIMPLE_RADIAL', 'RADIAL', 'PERSPECTIVE'];

/**
 * @param values the file's keys overlaid with the frame's.
 * @param imageSize asked only where the file does not give w and h; null when the image is not there.
 * @throws DataInvalidError `unknown-lens`, `bad-camera`, `intrinsics-missing`.
 */
export async function lensOfFrame(
  file: string,
  record: string,
  values: TransformsIntrinsics,
  imageSize: () => Promise<{ width: number; height: number } | null>,
): Promise<Lens> {
  const size =
    values.w !== undefined && values.h !== undefined
      ? { width: values.w, height: values.h }
      : await imageSize();
  if (size === null) throw missing(file, record, 'w and h (and the image is not there to be measured)');
  const { width, height } = size;
  const fx =
    values.fl_x ?? focal(width, values.camera_angle_x) ?? values.fl_y ?? focal(height, values.camera_angle_y);
  if (fx === undefined) throw missing(file, record, 'fl_x or camera_angle_x');
  const fy = values.fl_y ?? focal(height, values.camera_angle_y) ?? fx;
  const pinhole = [fx, fy, values.cx ?? width / 2, values.cy ?? height / 2];
  const { k1 = 0, k2 = 0, k3 = 0, k4 = 0, p1 = 0, p2 = 0 } = values;
  const model = values.camera_model ?? (values.is_fisheye === true ? 'OPENCV_FISHEYE' : 'OPENCV');
  const lens = (name: LensModelName, coefficients: number[]): Lens =>
    requireUsableLens(
      file,
      record,
      lensFromParameters(name, [...pinhole, ...coefficients], { width, height }),
    );
  if (model === 'OPENCV_FISHEYE') return lens('OPENCV_FISHEYE', [k1, k2, k3, k4]);
  // A fourth radial term has no place in any COLMAP model.
  if (!PERSPECTIVE.includes(model) || k4 !== 0) throw unknownLens(file, `${record} (${model})`);
  if (k3 !== 0) return lens('FULL_OPENCV', [k1, k2, p1, p2, k3, 0, 0, 0]);
  return lens('OPENCV', [k1, k2, p1, p2]);
}

function focal(sizePx: number, angle: number | undefined): number | undefined {
  return angle === undefined ? undefined : sizePx / 2 / Math.tan(angle / 2);
}

function missing(file: string, record: string, what: string): DataInvalidError {
  return new DataInvalidError('intrinsics-missing', `${file}: ${record}: ${what} is missing.`, {
    remedy: 'Add the camera intrinsics to the file or to its frames.',
  });
}
