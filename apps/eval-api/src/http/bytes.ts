/** Bytes that never change under their address: strong ETag, cached for good. */
import { sha256 } from '@parallax/lab/node';
import type { Context } from 'hono';

export function immutableBytes(context: Context, bytes: Uint8Array, contentType: string): Response {
  const etag = `"${sha256(bytes)}"`;
  const headers = { etag, 'cache-control': 'private, max-age=31536000, immutable' };
  if (matches(context.req.header('if-none-match'), etag)) return context.body(null, 304, headers);
  // A view of a larger buffer must not send its neighbours.
  const body = new Uint8Array(bytes);
  return context.body(body, 200, { ...headers, 'content-type': contentType });
}

function matches(header: string | undefined, etag: string): boolean {
  const wanted = (header ?? '').split(',').map((one) => one.trim());
  return wanted.includes(etag) || wanted.includes('*');
}

/** PNG, JPEG or WebP by their first bytes. */
export function imageType(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  if (bytes[0] === 0x52 && bytes[8] === 0x57) return 'image/webp';
  return 'application/octet-stream';
}
