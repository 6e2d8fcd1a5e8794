/** The size to which an image is brought before it is cut into patches. */
import { DataInvalidError } from '@parallax/lab';

/**
 * Sides become multiples of `factor`, the area lies between the two bounds where that is possible, and the aspect
 * ratio is kept about. Source: smart_resize of the Qwen2-VL image processor, with Python's rounding (half to even).
 * @returns [height, width]
 * @throws DataInvalidError `aspect-ratio` above 200
 */
export function smartResize(
  height: number,
  width: number,
  factor: number,
  minPixels: number,
  maxPixels: number,
): [number, number] {
  if (Math.max(height, width) / Math.min(height, width) > 200) {
    throw new DataInvalidError(
      'aspect-ratio',
      `An image of ${width} x ${height} is too elongated (above 200 : 1).`,
      {
        remedy: 'Crop it.',
      },
    );
  }
  const rounded = (side: number): number => roundHalfEven(side / factor) * factor;
  let [high, wide] = [rounded(height), rounded(width)];
  if (high * wide > maxPixels) {
    const beta = Math.sqrt((height * width) / maxPixels);
    high = Math.max(factor, Math.floor(height / beta / factor) * factor);
    wide = Math.max(factor, Math.floor(width / beta / factor) * factor);
  } else if (high * wide < minPixels) {
    const beta = Math.sqrt(minPixels / (height * width));
    high = Math.ceil((height * beta) / factor) * factor;
    wide = Math.ceil((width * beta) / factor) * factor;
  }
  return [high, wide];
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 === 1)) return floor + 1;
  return floor;
}
