/** How a value computed here is held against one of the reference: the largest differences, and what was allowed. */

export interface Tolerance {
  readonly atol: number;
  /** Share of each reference value that is allowed on top. */
  readonly rtol?: number;
  /** Share of the tensor's largest reference value that is allowed on top. */
  readonly ofLargest?: number;
}

/** One line of a verification. A difference is null where none can be told: another shape, or not a number. */
export interface Comparison {
  readonly name: string;
  readonly shape: readonly number[];
  readonly maxAbs: number | null;
  /** Largest |found - expected| / |expected| over expected values that are not 0. */
  readonly maxRel: number | null;
  readonly tolerance: Tolerance;
  readonly pass: boolean;
}

export interface Reference {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export const EXACT: Tolerance = { atol: 0 };

/** Passes when every |found - expected| is within atol + rtol |expected| + ofLargest max |expected|; NaN never is. */
export function compareTensor(
  name: string,
  found: ArrayLike<number>,
  expected: Reference,
  tolerance: Tolerance,
): Comparison {
  const { shape, data } = expected;
  const line = { name, shape, tolerance };
  if (found.length !== data.length) return { ...line, maxAbs: null, maxRel: null, pass: false };
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!));
  const fixed = tolerance.atol + (tolerance.ofLargest ?? 0) * largest;
  let maxAbs = 0;
  let maxRel = 0;
  let pass = true;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]!);
    const difference = Math.abs(found[i]! - data[i]!);
    if (!Number.isFinite(difference)) return { ...line, maxAbs: null, maxRel: null, pass: false };
    if (difference > fixed + (tolerance.rtol ?? 0) * size) pass = false;
    if (difference > maxAbs) maxAbs = difference;
    if (size > 0 && difference / size > maxRel) maxRel = difference / size;
  }
  return { ...line, maxAbs, maxRel, pass };
}

/** As compareTensor for one number. */
export function compareNumber(
  name: string,
  found: number,
  expected: number,
  tolerance: Tolerance,
): Comparison {
  return compareTensor(name, [found], { shape: [1], data: [expected] }, tolerance);
}

/** Integers in any nesting, which must be equal; `expected` keeps its length as the shape. */
export function compareExact(
  name: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
): Comparison {
  return compareTensor(name, found, { shape: [expected.length], data: expected }, EXACT);
}

/** Text, UTF-16 unit by unit. */
export function compareText(name: string, found: string, expected: string): Comparison {
  return compareExact(name, units(found), units(expected));
}

function units(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}
