/** Drops rows that are done from a cache: late in a batch few rows still speak, and each step costs what all rows cost. */
import { type Tensor, tf } from '../../backend/tf.ts';
import type { TensorCache } from './tensor-cache.ts';

/** Gathering costs about as much as a step: it must pay soon. */
const WORTH_DROPPING = 0.25;

/**
 * Keeps prompts with a row that is not done, and of each as many rows as the prompt with the most has left (rows of a
 * cache are a rectangle; what is too few is filled with rows that are done).
 * @param done of each row of the cache.
 * @returns the old number of each row of the cache now, ascending among those not done; null when all stayed.
 */
export function compactCache(cache: TensorCache, done: readonly boolean[]): Int32Array | null {
  const { prompts, copies } = cache;
  const open: { prompt: number; rows: number[] }[] = [];
  let most = 0;
  for (let prompt = 0; prompt < prompts; prompt++) {
    const rows = Array.from({ length: copies }, (_, copy) => prompt * copies + copy);
    const left = rows.filter((row) => !done[row]).length;
    if (left === 0) continue;
    most = Math.max(most, left);
    open.push({ prompt, rows: rows.toSorted((a, b) => Number(done[a]) - Number(done[b]) || a - b) });
  }
  if (open.length === 0 || open.length * most > (1 - WORTH_DROPPING) * prompts * copies) return null;
  const kept = Int32Array.from(open.flatMap(({ rows }) => rows.slice(0, most)));
  const promptsKept = open.map(({ prompt }) => prompt);
  gatherRows(cache, promptsKept, kept, most);
  cache.position = kept.map((row) => cache.position[row]!);
  cache.prompts = open.length;
  cache.copies = most;
  return kept;
}

function gatherRows(
  cache: TensorCache,
  promptsKept: readonly number[],
  kept: Int32Array,
  most: number,
): void {
  const api = tf();
  const { prompts, copies } = cache;
  const replace = (old: Tensor, make: (x: Tensor) => Tensor): Tensor => {
    const made = api.keep(api.tidy(() => make(old)));
    old.dispose();
    return made;
  };
  const byPrompt = (old: Tensor): Tensor =>
    promptsKept.length === prompts
      ? old
      : replace(old, (x) => api.gather(x, api.tensor1d([...promptsKept], 'int32')));
  const byRow = (old: Tensor): Tensor =>
    replace(old, (x) => {
      const [, kvHeads, , length, headDim] = x.shape as [number, number, number, number, number];
      const index = new Int32Array(kept.length * kvHeads);
      let at = 0;
      for (let prompt = 0; prompt < promptsKept.length; prompt++) {
        for (let head = 0; head < kvHeads; head++) {
          for (let copy = 0; copy < most; copy++) {
            const row = kept[prompt * most + copy]!;
            index[at++] = (Math.floor(row / copies) * kvHeads + head) * copies + (row % copies);
          }
        }
      }
      const flat = api.gather(api.reshape(x, [-1, length * headDim]), api.tensor1d(index, 'int32'));
      return api.reshape(flat, [promptsKept.length, kvHeads, most, length, headDim]);
    });
  for (const layer of cache.layers) {
    layer.promptKey = byPrompt(layer.promptKey);
    layer.promptValue = byPrompt(layer.promptValue);
    if (layer.tailKey !== null) layer.tailKey = byRow(layer.tailKey);
    if (layer.tailValue !== null) layer.tailValue = byRow(layer.tailValue);
  }
  if (cache.promptMask === null) return;
  const mask = byPrompt(cache.promptMask);
  const [, kvHeads, rows, length] = mask.shape as [number, number, number, number];
  // All completions of a prompt have the same mask.
  const size = [promptsKept.length, kvHeads, (rows / copies) * most, length];
  cache.promptMask = most === copies ? mask : replace(mask, (x) => api.slice(x, [0, 0, 0, 0], size));
}
