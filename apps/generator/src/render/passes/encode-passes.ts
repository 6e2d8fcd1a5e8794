/** Passes of a view to the PNG files of a `PassRow`, on sharp's own threads. */
import type { PassName, PassRow } from '@parallax/dataset';
import sharp from 'sharp';
import type { ViewPasses } from './view-passes.ts';

/** Only the wanted passes are encoded; the others are null in the row. */
export async function encodePasses(
  viewId: string,
  passes: ViewPasses,
  sizePx: number,
  wanted: readonly PassName[],
): Promise<PassRow> {
  const encode = async (name: PassName, channels: 1 | 3): Promise<Uint8Array | null> => {
    if (!wanted.includes(name)) return null;
    const data = passes[name];
    const image = sharp(data, { raw: { width: sizePx, height: sizePx, channels } });
    // Without it sharp would bring 16-bit samples down to 8 bits.
    if (data instanceof Uint16Array) image.toColourspace(channels === 1 ? 'grey16' : 'rgb16');
    else if (channels === 1) image.toColourspace('b-w');
    return image.png({ compressionLevel: 6 }).toBuffer();
  };
  const [depth, normals, mask, coordinates] = await Promise.all([
    encode('depth', 1),
    encode('normals', 3),
    encode('mask', 1),
    encode('coordinates', 3),
  ]);
  return { viewId, depth, normals, mask, coordinates, objects: passes.objects };
}
