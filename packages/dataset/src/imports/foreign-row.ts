/** A row of a foreign file in one form, before its pictures are loaded. */

import type { PictureSource } from './files/pictures.ts';
import type { Sample } from './sample.ts';

export interface ForeignRow extends Omit<Sample, 'sampleId' | 'images'> {
  /** The set's own id; null where it has none. */
  readonly id: string | null;
  readonly pictures: readonly PictureSource[];
  /** The field that our exports add: row and question as JSON. */
  readonly record: string | null;
}

/** How a format's files are found and read. */
export interface ImportFormat {
  readonly container: 'json' | 'tsv' | 'parquet';
  /** Whether a file of the folder holds rows. */
  isRowFile(name: string): boolean;
  /** Rows of our own exports lie in several files at once, to be merged by their numbers. */
  readonly interleaved?: true;
  /**
   * @param where file and row, for messages
   * @throws DataFormatError `wrong-shape`; DataInvalidError `wrong-marker-count`.
   */
  decode(value: unknown, where: string): ForeignRow;
}
