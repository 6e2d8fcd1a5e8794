/**
 * Pictures of a data set: decoded by view, because questions about one pair share them, and encoded by row group,
 * because rows are stored and read so. A small data set ends up here whole; of a larger one the last used stay.
 */
import type { Dataset, RowGroup, RowHead } from '@parallax/dataset';
import { decodeImage, type RgbImage } from '@parallax/trainer';
import { LastUsed } from './last-used.ts';

interface ViewImages {
  /** Row of the data set that carries them. */
  readonly item: Pick<RowHead, 'index' | 'firstOfGroup'>;
  readonly questionId: string;
  /** Of its pictures: the same name, the same pixels. */
  readonly viewIds: readonly string[];
}

export class ImageStore {
  readonly #dataset: Dataset;
  readonly #images: LastUsed<string, RgbImage>;
  readonly #groups: LastUsed<number, RowGroup<Promise<readonly Uint8Array[]>>>;

  /** @param maxBytes of decoded and encoded pictures together. Decoded ones are larger, and save more. */
  constructor(dataset: Dataset, maxBytes = 1 << 30) {
    this.#dataset = dataset;
    this.#images = new LastUsed((maxBytes * 3) / 4, ({ data }) => data.byteLength);
    this.#groups = new LastUsed(maxBytes / 4, ({ bytes }) => bytes);
  }

  /** Images in the order of `viewIds`. @throws DataFormatError when an image cannot be decoded. */
  async read({ item, questionId, viewIds }: ViewImages): Promise<RgbImage[]> {
    const encoded = async (i: number): Promise<Uint8Array> => {
      const group = await this.#groups.get(item.firstOfGroup, () => this.#dataset.imageGroup(item.index));
      return (await group.at(item.index))[i]!;
    };
    return Promise.all(
      viewIds.map((viewId, i) =>
        this.#images.get(viewId, async () =>
          decodeImage(await encoded(i), `image ${i + 1} of question ${questionId}`),
        ),
      ),
    );
  }
}
