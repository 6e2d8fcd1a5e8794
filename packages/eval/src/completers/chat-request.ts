/** The body of a chat request, and the digest under which its answer is kept. */
import { sha256 } from '@parallax/lab/node';
import type { BodyBuffers } from './body-buffers.ts';
import type { CompletionRequest } from './completer.ts';
import { type ImageUrls, imageDigest } from './image-urls.ts';

export interface ChatRequest {
  readonly body: Buffer<ArrayBuffer>;
  /** SHA-256 of address and body, in which images stand as their digests. */
  readonly digest: string;
}

const OPENING = Buffer.from('{"url":"');
const CLOSING = Buffer.from('"}');
/** Quotes inside JSON strings are escaped, so that no text can look like this. */
const IMAGE_MARK = /\{"url":"image:([0-9a-f]{64})"\}/;

/** @throws DataFormatError `not-an-image`, DataInvalidError `image-too-large`, naming the sample. */
export function chatRequest(
  url: string,
  model: string,
  request: CompletionRequest,
  images: ImageUrls,
  buffers: BodyBuffers,
): ChatRequest {
  const urls = new Map<string, Buffer>();
  let next = 0;
  const imagePart = () => {
    const bytes = request.images[next++] ?? new Uint8Array();
    const digest = imageDigest(bytes);
    urls.set(digest, images.get(bytes, `Image ${next} of sample ${request.id}`));
    return { type: 'image_url', image_url: { url: `image:${digest}` } };
  };
  const text = JSON.stringify({
    model,
    messages: request.messages.map(({ role, content }) => ({
      role,
      content:
        typeof content === 'string'
          ? content
          : content.map((part) => (part.type === 'text' ? part : imagePart())),
    })),
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    seed: request.seed,
    ...(request.stop === undefined ? {} : { stop: request.stop }),
  });
  // Odd pieces are digests. Images go in as bytes: as part of the JSON text they would be scanned and copied again.
  const pieces = text.split(IMAGE_MARK).flatMap(
    (piece, i) => (i % 2 === 0 ? [Buffer.from(piece)] : [OPENING, urls.get(piece)!, CLOSING]), // every mark was made above
  );
  const body = buffers.take(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) at += piece.copy(body, at);
  return { body, digest: sha256(`${url}\n${text}`) };
}
