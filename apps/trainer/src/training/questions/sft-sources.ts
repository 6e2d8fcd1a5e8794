/** The sources of a recipe as lists of conversations. */
import {
  type CounterfactualChain,
  counterfactualChain,
  reasoningStart,
  toConversation,
} from '@parallax/dataset';
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
  const { chain } = question;
  if (source.style === 'letter' || chain === null)
    return { messages: toConversation(question, source.style) };
  const made = source.counterfactual === 0 ? null : madeUp(chain, source.counterfactual, seed);
  const told = made?.text ?? chain;
  const messages = toConversation({ ...question, chain: told }, 'chain');
  const answer = String(messages.at(-1)!.content);
  const start = answer.indexOf(told);
  if (made !== null) return { messages, learnt: [start + made.follows[0], start + made.follows[1]] };
  const follows = source.photos ? null : reasoningStart(chain);
  // The answer behind the chain follows from it.
  return follows === null ? { messages } : { messages, learnt: [start + follows, answer.length] };
}

/** @returns null where the draw is for the chain as it is, or nothing in it can be made up */
function madeUp(chain: string, share: number, seed: string): CounterfactualChain | null {
  const random = createRandom(seed);
  return random.next() < share ? counterfactualChain(chain, random) : null;
}

function withoutPhotos(message: ChatMessage): ChatMessage {
  if (typeof message.content === 'string') return message;
  return { ...message, content: message.content.filter(({ type }) => type !== 'image') };
}
