/**
 * Decoded images by view. Questions about one pair share its images, and a small data set fits whole; of a larger
 * one the most recently used stay and the others are read again from their row.
 */
import type { Dataset } from '@parallax/dataset';
import { decodeImage, type RgbImage } from '@parallax/trainer';

export interface ViewImages {
  /** Row of the data set that carries them. */
  readonly row: number;
  readonly questionId: string;
  /** Of its pictures: the same name, the same pixels. */
  readonly viewIds: readonly string[];
}

export class ImageStore {
  readonly #dataset: Dataset;
  readonly #maxBytes: number;
  /** In order of last use: a Map keeps insertion order. */
  readonly #images = new Map<string, RgbImage>();
  #bytes = 0;

  constructor(dataset: Dataset, maxBytes = 1 << 30) {
    this.#dataset = dataset;
    this.#maxBytes = maxBytes;
  }

  get full(): boolean {
    return this.#bytes >= this.#maxBytes;
  }

  /** Images in the order of `viewIds`. @throws DataFormatError when an image cannot be decoded. */
  async read(views: ViewImages): Promise<RgbImage[]> {
    const known = views.viewIds.map((viewId) => this.#images.get(viewId));
    if (known.every((image) => image !== undefined)) {
      views.viewIds.forEach((viewId, i) => {
        this.#images.delete(viewId);
        this.#images.set(viewId, known[i]!);
      });
      return known;
    }
    const { images } = await this.#dataset.readRow(views.row);
    return this.add(views, images);
  }

  /** Decodes and keeps the encoded images of a row that was read anyway. */
  async add(views: ViewImages, encoded: readonly Uint8Array[]): Promise<RgbImage[]> {
    return Promise.all(
      views.viewIds.map(async (viewId, i) => {
        const known = this.#images.get(viewId);
        if (known !== undefined) return known;
        const image = await decodeImage(encoded[i]!, `image ${i + 1} of question ${views.questionId}`);
        if (!this.#images.has(viewId)) this.#keep(viewId, image);
        return image;
      }),
    );
  }

  #keep(viewId: string, image: RgbImage): void {
    this.#images.set(viewId, image);
    this.#bytes += image.data.byteLength;
    for (const [oldest, old] of this.#images) {
      if (this.#bytes <= this.#maxBytes || oldest === viewId) break;
      this.#images.delete(oldest);
      this.#bytes -= old.data.byteLength;
    }
  }
}
