/** One picture out of many square ones, rows of equal tiles. */
import sharp from 'sharp';

export interface SheetOptions {
  /** Edge of the given pictures, pixels. */
  readonly sizePx: number;
  /** Edge at which each is shown; larger ones show the pixels. */
  readonly tilePx: number;
}

/** Writes rows of RGB pictures (top row first) to a PNG or WebP file where the name ends so, else to a JPEG. */
export async function writeSheet(
  rows: readonly (readonly Uint8Array[])[],
  file: string,
  { sizePx, tilePx }: SheetOptions,
): Promise<void> {
  const width = Math.max(...rows.map((row) => row.length)) * tilePx;
  const tiles = rows.flatMap((row, r) =>
    row.map(async (rgb, c) => ({
      input: await sharp(rgb, { raw: { width: sizePx, height: sizePx, channels: 3 } })
        .resize(tilePx, tilePx, { kernel: sizePx < tilePx ? 'nearest' : 'lanczos3' })
        .png()
        .toBuffer(),
      left: c * tilePx,
      top: r * tilePx,
    })),
  );
  const background = { r: 20, g: 20, b: 20 };
  const sheet = sharp({ create: { width, height: rows.length * tilePx, channels: 3, background } });
  sheet.composite(await Promise.all(tiles));
  // 256 colours are enough to look at, at a third of the size.
  if (file.toLowerCase().endsWith('.png')) sheet.png({ palette: true, quality: 90, effort: 8 });
  else if (file.toLowerCase().endsWith('.webp')) sheet.webp({ quality: 82, effort: 6 });
  else sheet.jpeg({ quality: 88 });
  await sheet.toFile(file);
}

/** Pictures in rows of `columns`. */
export function inRows<T>(tiles: readonly T[], columns: number): T[][] {
  return Array.from({ length: Math.ceil(tiles.length / columns) }, (_, r) =>
    tiles.slice(r * columns, (r + 1) * columns),
  );
}
