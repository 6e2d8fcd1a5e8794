/** Rows of several files in the order of their numbers. */
import { DataInvalidError } from '@parallax/lab';
import type { DatasetRow } from '../store/index.ts';

type Stream = () => AsyncGenerator<DatasetRow>;

/**
 * @param streams each in ascending order; without `interleaved` every one ends before the next begins, and only one
 * is open at a time.
 * @throws DataInvalidError `rows-out-of-order`.
 */
export async function* mergeByIndex(
  streams: readonly Stream[],
  options: { readonly interleaved: boolean },
): AsyncGenerator<DatasetRow> {
  let last = -1;
  for await (const row of options.interleaved ? merge(streams) : chain(streams)) {
    if (row.index <= last) {
      throw new DataInvalidError(
        'rows-out-of-order',
        `Row ${row.index} (${row.question.questionId}) comes after row ${last}.`,
        { remedy: 'The export was shuffled or joined: import it as foreign samples (--as samples).' },
      );
    }
    last = row.index;
    yield row;
  }
}

async function* chain(streams: readonly Stream[]): AsyncGenerator<DatasetRow> {
  for (const stream of streams) yield* stream();
}

async function* merge(streams: readonly Stream[]): AsyncGenerator<DatasetRow> {
  const open = await Promise.all(
    streams.map(async (stream) => {
      const rows = stream();
      return { rows, head: await rows.next() };
    }),
  );
  for (;;) {
    let first: (typeof open)[number] | undefined;
    for (const source of open) {
      if (source.head.done === true) continue;
      if (
        first === undefined ||
        first.head.done === true ||
        source.head.value.index < first.head.value.index
      ) {
        first = source;
      }
    }
    if (first === undefined || first.head.done === true) return;
    yield first.head.value;
    first.head = await first.rows.next();
  }
}
