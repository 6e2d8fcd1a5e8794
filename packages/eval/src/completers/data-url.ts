/** Encoded images as data URLs: what chat servers and self-contained pages take. */
import { DataFormatError } from '@parallax/lab';

/** Leading bytes of the formats that model servers accept. */
const SIGNATURES: readonly { mime: string; matches: (bytes: Uint8Array) => boolean }[] = [
  { mime: 'image/png', matches: (b) => startsWith(b, [0x89, 0x50, 0x4e, 0x47]) },
  { mime: 'image/jpeg', matches: (b) => startsWith(b, [0xff, 0xd8, 0xff]) },
  { mime: 'image/gif', matches: (b) => startsWith(b, [0x47, 0x49, 0x46, 0x38]) },
  {
    mime: 'image/webp',
    matches: (b) =>
      startsWith(b, [0x52, 0x49, 0x46, 0x46]) && startsWith(b.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  },
];

/**
 * `data:image/png;base64,...`; the type is read from the bytes, not from a name.
 * @throws DataFormatError `not-an-image`, naming `where`.
 */
export function imageDataUrl(bytes: Uint8Array, where: string): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return `data:${imageMime(bytes, where)};base64,${view.toString('base64')}`;
}

/** @throws DataFormatError `not-an-image`, naming `where`. */
export function imageMime(bytes: Uint8Array, where: string): string {
  const format = SIGNATURES.find(({ matches }) => matches(bytes));
  if (format !== undefined) return format.mime;
  throw new DataFormatError('not-an-image', `${where} is not a PNG, JPEG, GIF or WebP image.`, {
    remedy: 'Restore the image, or leave the sample out.',
  });
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((value, i) => bytes[i] === value);
}
