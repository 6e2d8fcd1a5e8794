/** Which questions get a chain: so many of each kind, drawn by the seed, whatever their order in the shards. */
import { sha256 } from '@parallax/lab/node';
import type { Split } from '../../schema.ts';
import type { Dataset } from '../../store/dataset.ts';

export interface ChooseOptions {
  /** Of each kind; all of them without it. */
  readonly perKind?: number;
  readonly kinds?: readonly string[];
  readonly split?: Split;
  readonly seed: string;
}

/** Row indexes in the data set's order. Memory: an index and a digest a question. */
export async function chooseQuestions(dataset: Dataset, options: ChooseOptions): Promise<number[]> {
  const { perKind = Number.POSITIVE_INFINITY, kinds, split, seed } = options;
  const filter = { ...(split === undefined ? {} : { split }), ...(kinds === undefined ? {} : { kinds }) };
  const indexes = await dataset.indexes(filter);
  const byKind = new Map<string, { index: number; draw: string }[]>();
  let row = 0;
  for await (const { kind, questionId } of dataset.questions(filter)) {
    const list = byKind.get(kind) ?? [];
    list.push({ index: indexes[row++]!, draw: sha256(`${seed}/${questionId}`) });
    byKind.set(kind, list);
  }
  const chosen = [...byKind.values()].flatMap((list) =>
    list
      .sort((a, b) => (a.draw < b.draw ? -1 : 1))
      .slice(0, perKind)
      .map(({ index }) => index),
  );
  return chosen.sort((a, b) => a - b);
}
