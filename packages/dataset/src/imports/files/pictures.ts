/** Pictures of foreign rows: files inside one root, base64, or bytes; all are looked at before they are taken. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import sharp from 'sharp';

export type PictureSource =
  | { readonly path: string }
  | { readonly bytes: Uint8Array }
  | { readonly base64: string };

/** A file of some kilobytes may unfold to gigabytes. */
const MAX_PIXELS = 100_000_000;

/**
 * @param root pictures named by path must lie inside it, links followed.
 * @throws DataInvalidError `path-outside`, `missing-image`; DataFormatError `bad-base64`; all name `where`.
 */
export async function loadPicture(source: PictureSource, root: string, where: string): Promise<Uint8Array> {
  if ('bytes' in source) return source.bytes;
  if ('base64' in source) return decodeBase64(source.base64, where);
  return readFile(await confinedPicture(source.path, root, where));
}

/** Real path of a picture inside `root`, links followed. @throws DataInvalidError `path-outside`, `missing-image`. */
export async function confinedPicture(name: string, root: string, where: string): Promise<string> {
  const path = resolve(root, name);
  if (!isInside(resolve(root), path)) throw outside(name, where);
  const real = await realpath(path).catch(() => null);
  if (real === null || !(await stat(real)).isFile()) {
    throw invalid('missing-image', `${where}: the picture "${name}" is not there`, {
      remedy:
        'Put it there, or name the folder that the paths start from (--media-root of an import, --data).',
    });
  }
  if (!isInside(await realpath(root), real)) throw outside(name, where);
  return real;
}

/**
 * Decodes it whole, since a picture cut off in the middle has a good header; one of more than 100 million pixels is
 * refused by its header.
 * @throws DataInvalidError `not-an-image`, `image-too-large`, naming `where`.
 */
export async function checkPicture(bytes: Uint8Array, where: string): Promise<void> {
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > MAX_PIXELS) {
      throw invalid(
        'image-too-large',
        `${where}: a picture would unfold to ${width} x ${height} pixels; at most ${MAX_PIXELS} are read`,
        { remedy: 'Scale the picture down, or leave the row out.' },
      );
    }
    await sharp(bytes, { failOn: 'truncated', limitInputPixels: MAX_PIXELS }).stats();
  } catch (cause) {
    if (cause instanceof DataInvalidError) throw cause;
    throw invalid(
      'not-an-image',
      `${where}: a picture cannot be decoded (${(cause as Error).message.trim()})`,
      {
        remedy: 'Fetch or write the set again.',
        cause,
      },
    );
  }
}

function decodeBase64(text: string, where: string): Uint8Array {
  const body = text.trim().replace(/^data:image\/[a-z+.-]+;base64,/, '');
  const wellFormed = body.length > 0 && body.length % 4 === 0 && /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(body);
  if (!wellFormed) {
    throw new DataFormatError(
      'bad-base64',
      `${where}: a picture is not whole base64 (${body.length} characters).`,
      {
        remedy: 'Fetch or write the file again; it may be cut off.',
      },
    );
  }
  return Buffer.from(body, 'base64');
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way) && join(root, way) === path;
}

function outside(path: string, where: string): DataInvalidError {
  return invalid('path-outside', `${where}: the picture "${path}" lies outside the set's folder`, {
    remedy: 'Name the folder that all pictures lie in (--media-root of an import, --data of a benchmark).',
  });
}

function invalid(
  code: string,
  message: string,
  options: { readonly remedy: string; readonly cause?: unknown },
): DataInvalidError {
  return new DataInvalidError(code, `${message}.`, options);
}
