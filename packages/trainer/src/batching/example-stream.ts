/**
 * The endless stream of training examples of a run: sources mixed by probability, a fresh order each epoch, every
 * position a function of (seed, position). Text is tokenised once per example; patches are made each time, because
 * they are many times larger than the decoded image and cheap to make again.
 */
import { DataInvalidError } from '@parallax/lab';
import type { ImageProcessorConfig } from '../images/index.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { type EncodedExample, encodeImages, encodeText, type TrainingExample } from './encode.ts';
import { interleave } from './interleave.ts';
import { dataOrder } from './order.ts';

/** A list of examples that can be read in any order. */
export interface ExampleSource {
  readonly name: string;
  readonly probability: number;
  readonly size: number;
  /**
   * The same for the same index and position (counted from the beginning of the run). Only an example with a `learnt` part
   * may depend on the position.
   */
  example(index: number, position: number): Promise<TrainingExample> | TrainingExample;
}

export interface ExampleStreamOptions {
  readonly sources: readonly ExampleSource[];
  readonly strategy: 'interleave_under' | 'interleave_over';
  readonly seed: number;
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
  readonly maxLength: number;
}

export interface ExampleStream {
  /** Examples of one pass over the mixed sources. */
  readonly epochLength: number;
  /** Examples at positions start..start + count - 1, counted from the beginning of the run. */
  read(start: number, count: number): Promise<EncodedExample[]>;
}

export function exampleStream(options: ExampleStreamOptions): ExampleStream {
  const { sources, tokenizer, imageProcessor } = options;
  const epoch = interleave({
    sizes: sources.map((source) => source.size),
    probabilities: sources.map((source) => source.probability),
    strategy: options.strategy,
    seed: options.seed,
  });
  const order = dataOrder(epoch.length, options.seed);
  const texts = sources.map(() => new Map<number, { inputIds: Int32Array; labels: Int32Array }>());

  const encodeAt = async (position: number): Promise<EncodedExample> => {
    const item = order(position);
    const source = epoch.source[item]!;
    const index = epoch.index[item]!;
    const example = await sources[source]!.example(index, position);
    const images = encodeImages(imageProcessor, example.images);
    const known = example.learnt === undefined ? texts[source]!.get(index) : undefined;
    const text = known ?? encodeText(tokenizer, imageProcessor, example, images.gridThw);
    if (text.inputIds.length > options.maxLength)
      throw tooLong(example, text.inputIds.length, options.maxLength);
    if (example.learnt === undefined) texts[source]!.set(index, text);
    return { ...text, ...images };
  };
  return {
    epochLength: epoch.length,
    read: (start, count) => Promise.all(Array.from({ length: count }, (_, i) => encodeAt(start + i))),
  };
}

function tooLong(example: TrainingExample, length: number, limit: number): DataInvalidError {
  return new DataInvalidError(
    'example-too-long',
    `${example.source} ${example.id} has ${length} tokens, more than maxLength ${limit}.`,
    { remedy: 'Raise maxLength, or use smaller images or shorter chains.' },
  );
}
