/** Values of command line flags, checked: a wrong one names the flag and what it takes. */
import type { Vec3 } from '@parallax/geometry/schema';
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';

/** @throws ConfigError `bad-vector` naming the flag, for anything but three finite numbers of which one is not 0. */
export function parseVector(
  flag: string,
  text: unknown,
  options: { readonly allowZero: boolean },
): Vec3 | undefined {
  if (text === undefined) return undefined;
  const parts = String(text).split(',');
  const numbers = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const isZero = numbers.length === 3 && numbers.every((value) => value === 0);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite) || (isZero && !options.allowZero)) {
    throw new ConfigError(
      'bad-vector',
      `${flag} ${String(text)}: three numbers x,y,z are expected${isZero ? ', not all of them 0' : ''}.`,
      {
        remedy: `For example ${flag} 0,1,0.`,
      },
    );
  }
  return numbers as unknown as Vec3; // Three of them, checked above.
}

/** @throws ConfigError `bad-choice` with the nearest choice. */
export function oneOf<T extends string>(flag: string, value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const nearest = nearestName(String(value), choices);
  throw new ConfigError('bad-choice', `${flag} ${String(value)}: one of ${choices.join(', ')} is expected.`, {
    remedy: nearest === undefined ? 'Choose one of them.' : `Did you mean "${nearest}"?`,
  });
}

/** @throws ConfigError `bad-number` for anything but a whole number of at least `min`. */
export function wholeNumber(flag: string, value: unknown, min: number): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= min) return number;
  throw new ConfigError(
    'bad-number',
    `${flag} ${String(value)}: a whole number of at least ${min} is expected.`,
    {
      remedy: 'Correct the value.',
    },
  );
}
