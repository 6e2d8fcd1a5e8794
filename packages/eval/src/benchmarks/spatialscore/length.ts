/**
 * SpatialScore's comparison of lengths: a value and a unit must both be found, and be right within a factor of two.
 * Source: haoningwu3639/SpatialScore at 1995c4f, version_0/utils/util.py (behaviour, not code).
 */
import { pythonFloat, pythonPattern, pythonStrip } from '@parallax/rewards';
import { cleaned } from './extract.ts';

const SCALAR = pythonPattern('\\\\scalar\\{([^}]+)\\}');
const UNIT = pythonPattern('\\\\distance_unit\\{([^}]+)\\}');
const BOLD_VALUE = pythonPattern('\\*\\*([\\d.]+)\\s*(?:[a-zA-Z]+)\\*\\*');
const ABOUT_VALUE = pythonPattern('(?:approximately|about|roughly)\\s*\\**([\\d.]+)\\s*(?:[a-zA-Z]+)\\**', {
  ignoreCase: true,
});
const BOLD_UNIT = pythonPattern('\\*\\*(?=(\\d+\\.?\\d*))\\1\\s*([a-zA-Z]+)\\*\\*');
const ABOUT_UNIT = pythonPattern(
  '(?:approximately|about|roughly)\\s*\\**(?=(\\d+\\.?\\d*))\\1\\s*([a-zA-Z]+)\\**',
  { ignoreCase: true },
);
/**
 * The published `(\d+\.?\d*)\s*([a-zA-Z]+)` searches in cubic time where no letter follows. A number that starts in
 * the middle of digits can match only where the whole run does, and shortening it never helps: each run is tried once.
 */
const VALUE_UNIT = pythonPattern('(?<!\\d)(?=(\\d+\\.?\\d*))\\1\\s*([a-zA-Z]+)');
const PLAIN_NUMBER = pythonPattern('\\d+\\.?\\d*');

const CENTIMETRES: Readonly<Record<string, number>> = {
  m: 100,
  meter: 100,
  meters: 100,
  metre: 100,
  metres: 100,
  cm: 1,
  centimeter: 1,
  centimeters: 1,
  mm: 0.1,
  ft: 30.48,
  foot: 30.48,
  feet: 30.48,
  in: 2.54,
  inch: 2.54,
  inches: 2.54,
};
const FACTOR = 2;

export interface Length {
  readonly value: number | null;
  readonly unit: string | null;
}

/** Value and unit are looked for independently, each by the first pattern that fits. */
export function extractLength(completion: string): Length {
  const text = cleaned(completion);
  // Up to the last brace every opening one has its end: none is searched for in vain.
  const closed = text.slice(0, text.lastIndexOf('}') + 1);
  const written =
    group(SCALAR, closed, 1) ??
    group(BOLD_VALUE, text, 1) ??
    group(ABOUT_VALUE, text, 1) ??
    group(VALUE_UNIT, text, 1);
  const unit =
    group(UNIT, closed, 1) ??
    group(BOLD_UNIT, text, 2) ??
    group(ABOUT_UNIT, text, 2) ??
    group(VALUE_UNIT, text, 2);
  const digits = written === null ? null : group(PLAIN_NUMBER, written, 0);
  return {
    value: digits === null ? null : (pythonFloat(digits) ?? null),
    unit: unit === null ? null : pythonStrip(unit.toLowerCase()),
  };
}

/** Ratio below 2 after conversion; an unknown unit counts as centimetres, zero fits zero alone. */
export function sameLength(given: Length, groundTruth: string): boolean {
  const truth = { value: group(VALUE_UNIT, groundTruth, 1), unit: group(VALUE_UNIT, groundTruth, 2) };
  if (given.value === null || given.unit === null || truth.value === null || truth.unit === null)
    return false;
  const target = pythonFloat(truth.value) ?? 0;
  if (given.value === 0 || target === 0) return given.value === 0 && target === 0;
  const a = given.value * centimetres(given.unit);
  const b = target * centimetres(truth.unit.toLowerCase());
  return Math.max(a / b, b / a) < FACTOR;
}

function centimetres(unit: string): number {
  return Object.hasOwn(CENTIMETRES, unit) ? CENTIMETRES[unit]! : 1;
}

function group(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = 0;
  return pattern.exec(text)?.[index] ?? null;
}
