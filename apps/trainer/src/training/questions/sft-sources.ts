/** The sources of a recipe as lists of conversations. */
import { toConversation } from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import type { ExampleSource, SftSource } from '@parallax/trainer';
import type { TrainingSet } from './training-set.ts';

/** @throws ConfigError `no-chains` when a chain source has no question with a chain. */
export function sftSources(set: TrainingSet, sources: readonly SftSource[]): ExampleSource[] {
  return sources.map((source, i) => {
    const name = `${i}:${source.style}`;
    const items = set.items.filter(
      ({ kind, hasChain }) => source.kinds.includes(kind) && (source.style === 'letter' || hasChain),
    );
    if (items.length === 0) {
      throw new ConfigError('no-chains', `sources.${i}: no question of its kinds has a chain.`, {
        remedy: 'Use style "letter" for these kinds, or generate the data set with chains.',
      });
    }
    return {
      name,
      probability: source.probability,
      size: items.length,
      async example(index) {
        const item = items[index]!;
        const question = await set.question(item);
        const messages = toConversation(question, source.style);
        return { id: question.questionId, source: name, messages, images: await set.images(item) };
      },
    };
  });
}
