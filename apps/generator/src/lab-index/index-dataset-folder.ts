/** Enters a finished data set into the index of the lab folder that it lies in. */
import { basename, dirname } from 'node:path';
import { indexDataset, openStore } from '@parallax/store';

/**
 * Does nothing for a folder outside LAB/datasets. Files are the truth: where the index cannot be written, the data set
 * stands all the same, and `warn` says how to index it later.
 */
export async function indexDatasetFolder(folder: string, warn: (line: string) => void): Promise<void> {
  if (basename(dirname(folder)) !== 'datasets') return;
  const lab = dirname(dirname(folder));
  try {
    const store = await openStore({ lab });
    try {
      await indexDataset(store, basename(folder));
    } finally {
      await store.close();
    }
  } catch (error) {
    warn(`not indexed: ${(error as Error).message} ./parallax db rebuild --lab ${lab} enters it later.`);
  }
}
