/** Cuts a task's samples into the batches that a completer is asked with. */
import { promptText, type TaskSample } from '../tasks/task.ts';

/** Samples that are sorted by length together: enough for even batches, few enough to hold their images. */
const WINDOW_BATCHES = 8;

/**
 * Single samples in task order for batchSize 1. Otherwise batches of prompts of similar length: within windows of
 * eight batches the samples are sorted by prompt length (ties in task order). The cut depends on the task alone,
 * never on what is already done, so a resumed run pads its batches like an undisturbed one and gets the same bits.
 * `onSample` sees every sample in task order and may throw.
 */
export async function* batchesOf<S extends TaskSample>(
  samples: AsyncIterable<S>,
  batchSize: number,
  onSample: (sample: S) => void,
): AsyncGenerator<S[]> {
  let window: S[] = [];
  for await (const sample of samples) {
    onSample(sample);
    if (batchSize === 1) {
      yield [sample];
      continue;
    }
    window.push(sample);
    if (window.length < batchSize * WINDOW_BATCHES) continue;
    yield* cut(window, batchSize);
    window = [];
  }
  yield* cut(window, batchSize);
}

function* cut<S extends TaskSample>(window: readonly S[], batchSize: number): Generator<S[]> {
  const sorted = window
    .map((sample) => ({ sample, length: promptText(sample.messages).length }))
    .sort((a, b) => a.length - b.length)
    .map(({ sample }) => sample);
  for (let start = 0; start < sorted.length; start += batchSize) yield sorted.slice(start, start + batchSize);
}
