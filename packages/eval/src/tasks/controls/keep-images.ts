/** Takes pictures out of a sample, and their places out of its messages. */
import type { TaskSample } from '../task.ts';

/** @param keep whether the picture with this index (0 = first) stays; the n-th image part is the n-th picture. */
export function keepImages<S extends TaskSample>(sample: S, keep: (index: number) => boolean): S {
  let index = 0;
  const messages = sample.messages.map((message) =>
    typeof message.content === 'string'
      ? message
      : { ...message, content: message.content.filter((part) => part.type !== 'image' || keep(index++)) },
  );
  return { ...sample, messages, images: sample.images.filter((_, i) => keep(i)) };
}
