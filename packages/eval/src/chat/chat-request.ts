/** The body of a chat request, and the text that stands for it. */
import type { CompletionRequest } from '../completers/completer.ts';
import type { BodyBuffers } from './body-buffers.ts';
import { type CheckedImage, checkedImage, type ImageUrls } from './image-urls.ts';

export interface ChatRequest {
  readonly body: Buffer<ArrayBuffer>;
  /** The body, in which images stand as their digests: what the request asks, in few bytes. */
  readonly text: string;
}

/** Quotes inside JSON strings are escaped, so that no text can look like this; a digest and `"}` follow. */
const MARK = '{"url":"image:';
const OPENING = '{"url":"';
const DIGEST_CHARS = 64;

/** @throws DataFormatError `not-an-image`, DataInvalidError `image-too-large`, naming the sample. */
export function chatRequest(
  model: string,
  request: CompletionRequest,
  urls: ImageUrls,
  buffers: BodyBuffers,
): ChatRequest {
  const images: CheckedImage[] = [];
  const imagePart = () => {
    const place = images.length;
    const bytes = request.images[place] ?? new Uint8Array();
    const image = checkedImage(bytes, `Image ${place + 1} of sample ${request.id}`);
    images.push(image);
    return { type: 'image_url', image_url: { url: `image:${image.digest}` } };
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
  return { body: bodyOf(text, images, urls, buffers), text };
}

/** Images go in as bytes: as part of the JSON text they would be scanned and copied again. */
function bodyOf(
  text: string,
  images: readonly CheckedImage[],
  urls: ImageUrls,
  buffers: BodyBuffers,
): Buffer<ArrayBuffer> {
  const marks = images.length * (MARK.length - OPENING.length + DIGEST_CHARS);
  const imageBytes = images.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const body = buffers.take(Buffer.byteLength(text) - marks + imageBytes);
  let at = 0;
  let from = 0;
  for (const image of images) {
    const mark = text.indexOf(MARK, from) + OPENING.length;
    at += body.write(text.slice(from, mark), at);
    at = urls.write(image, body, at);
    from = mark + (MARK.length - OPENING.length) + DIGEST_CHARS;
  }
  body.write(text.slice(from), at);
  return body;
}
