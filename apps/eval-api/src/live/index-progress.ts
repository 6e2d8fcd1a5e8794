/** A progress bar for each data set that is being indexed. */
import type { Progress, VerbContext } from '@parallax/lab/node';
import type { IndexLabOptions } from '@parallax/store';

export function indexProgress(context: VerbContext): IndexLabOptions {
  const bars = new Map<string, Progress>();
  let record = '';
  return {
    signal: context.signal,
    onRecord: (name) => {
      record = name;
    },
    onProgress: (done, total) => {
      const bar = bars.get(record) ?? context.progress(`index ${record}`, total);
      bars.set(record, bar);
      bar.set(done);
      if (done >= total) bar.finish();
    },
  };
}
