/** The sources of a recipe as lists of conversations. */
import { counterfactualChain, toConversation } from '@parallax/dataset';
import type { ChatMessage, Question } from '@parallax/dataset/schema';
import { createRandom } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import type { ExampleSource, SftSource, TrainingExample } from '@parallax/trainer';
import type { TrainingSet } from './training-set.ts';

/**
 * @param seed of the run: what is made up at a position is drawn from both.
 * @throws ConfigError `no-chains` when a chain source has no question with a chain.
 */
export function sftSources(set: TrainingSet, sources: readonly SftSource[], seed: number): ExampleSource[] {
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
      async example(index, position) {
        const item = items[index]!;
        const question = await set.question(item);
        const { messages, learnt } = conversation(question, source, `${seed}/${i}/${position}`);
        return {
          id: question.questionId,
          source: name,
          messages: source.photos ? messages : messages.map(withoutPhotos),
          images: source.photos ? await set.images(item) : [],
          ...(learnt && { learnt }),
        };
      },
    };
  });
}

/** @param seed of the draws of this very example */
function conversation(
  question: Question,
  source: SftSource,
  seed: string,
): Pick<TrainingExample, 'messages' | 'learnt'> {
  const plain = toConversation(question, source.style);
  if (source.counterfactual === 0) return { messages: plain };
  const random = createRandom(seed);
  if (random.next() >= source.counterfactual) return { messages: plain };
  const made = counterfactualChain(question.chain ?? '', random);
  if (made === null) return { messages: plain };
  const messages = toConversation({ ...question, chain: made.text }, source.style);
  const start = String(messages.at(-1)!.content).indexOf(made.text);
  const [from, to] = made.follows;
  return { messages, learnt: [start + from, start + to] };
}

function withoutPhotos(message: ChatMessage): ChatMessage {
  if (typeof message.content === 'string') return message;
  return { ...message, content: message.content.filter(({ type }) => type !== 'image') };
}
