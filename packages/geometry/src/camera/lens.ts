/**
 * COLMAP's eleven camera models as one record: focal lengths, principal point and distortion coefficients.
 *
 * Source: COLMAP's documentation, "Camera Models"; the order of the parameters is that of cameras.txt and cameras.bin.
 */

/** Index in this list = model id in cameras.bin. */
export const lensModelNames = [
  'SIMPLE_PINHOLE',
  'PINHOLE',
  'SIMPLE_RADIAL',
  'RADIAL',
  'OPENCV',
  'OPENCV_FISHEYE',
  'FULL_OPENCV',
  'FOV',
  'SIMPLE_RADIAL_FISHEYE',
  'RADIAL_FISHEYE',
  'THIN_PRISM_FISHEYE',
] as const;
export type LensModelName = (typeof lensModelNames)[number];

/** A lens with the size of the pictures it was calibrated on, pixels. */
export interface Lens {
  readonly model: LensModelName;
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
  /** In the model's own order: see `distort`. */
  readonly coefficients: readonly number[];
}

interface LensLayout {
  /** One focal length for both axes. */
  readonly singleFocal: boolean;
  readonly coefficientCount: number;
}

const layouts: Readonly<Record<LensModelName, LensLayout>> = {
  SIMPLE_PINHOLE: { singleFocal: true, coefficientCount: 0 },
  PINHOLE: { singleFocal: false, coefficientCount: 0 },
  SIMPLE_RADIAL: { singleFocal: true, coefficientCount: 1 },
  RADIAL: { singleFocal: true, coefficientCount: 2 },
  OPENCV: { singleFocal: false, coefficientCount: 4 },
  OPENCV_FISHEYE: { singleFocal: false, coefficientCount: 4 },
  FULL_OPENCV: { singleFocal: false, coefficientCount: 8 },
  FOV: { singleFocal: false, coefficientCount: 1 },
  SIMPLE_RADIAL_FISHEYE: { singleFocal: true, coefficientCount: 1 },
  RADIAL_FISHEYE: { singleFocal: true, coefficientCount: 2 },
  THIN_PRISM_FISHEYE: { singleFocal: false, coefficientCount: 8 },
};

export function isLensModelName(name: string): name is LensModelName {
  return Object.hasOwn(layouts, name);
}

/** Number of parameters of a model in COLMAP's files: focal lengths, principal point, coefficients. */
export function lensParameterCount(model: LensModelName): number {
  const { singleFocal, coefficientCount } = layouts[model];
  return (singleFocal ? 3 : 4) + coefficientCount;
}

/** @throws RangeError for a wrong number of parameters. */
export function lensFromParameters(
  model: LensModelName,
  parameters: readonly number[],
  size: { readonly width: number; readonly height: number },
): Lens {
  const expected = lensParameterCount(model);
  if (parameters.length !== expected) {
    throw new RangeError(`${model} takes ${expected} parameters, not ${parameters.length}.`);
  }
  const rest = layouts[model].singleFocal ? [parameters[0]!, ...parameters] : [...parameters];
  const [fx, fy, cx, cy, ...coefficients] = rest as [number, number, number, number, ...number[]];
  return { model, fx, fy, cx, cy, width: size.width, height: size.height, coefficients };
}
