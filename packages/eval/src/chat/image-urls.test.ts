import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkedImage, ImageUrls } from './image-urls.ts';

/** A GIF of one pixel; what follows the header is not read. */
const gif = (rest: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from('474946383961010001000000', 'hex'), rest]);

it('writes the same URL for new images, kept ones and those that were dropped, at any place of a body', () => {
  const asked = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 90 })), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(asked, (requests) => {
      const urls = new ImageUrls(500); // room for a few images, none for the longest
      for (const [which, at] of requests) {
        const bytes = gif(new Uint8Array(which * 10).fill(which));
        const image = checkedImage(bytes, 'an image');
        const body = Buffer.alloc(at + image.byteLength + 3, '.');
        expect(urls.write(image, body, at)).toBe(at + image.byteLength);
        const url = `data:image/gif;base64,${Buffer.from(bytes).toString('base64')}`;
        expect(body.toString('latin1')).toBe(`${'.'.repeat(at)}${url}...`);
      }
    }),
  );
});
