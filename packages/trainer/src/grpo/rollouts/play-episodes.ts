/** Plays episodes side by side: all speak, all are answered, until every one has its reward. */
import type { Score } from '@parallax/rewards/schema';
import { mixSeed } from '../../batching/random.ts';
import type { Environment, Episode, Messages, Task } from '../../environments/environment.ts';
import type { Sampled } from '../../sampling/sample.ts';
import type { GrpoConfig } from '../../schema.ts';
import {
  addCompletion,
  addObservation,
  type Conversation,
  type Encoders,
  encodeStart,
  startConversation,
} from './conversation.ts';
import type { RolloutRow, Turn } from './rollout-row.ts';
import type { Sampler } from './sampler.ts';

export interface PlayOptions extends Encoders {
  readonly config: GrpoConfig;
  readonly environment: Environment;
  readonly sampler: Sampler;
  readonly signal?: AbortSignal;
}

/** A rollout before its group is known as a whole. */
export type Played = Omit<RolloutRow, 'advantages' | 'counts' | 'group'>;

interface Playing {
  readonly task: Task;
  readonly episode: Episode;
  conversation: Conversation;
  readonly sampled: Sampled[];
  readonly turns: Turn[];
  score: Score | null;
}

/**
 * `config.groupSize` episodes of each task, task by task. The policy writes at most `maxNewTokens` tokens in an
 * episode; a turn that is cut there is its last.
 */
export async function playEpisodes(
  options: PlayOptions,
  tasks: readonly Task[],
  seed: number,
): Promise<Played[]> {
  const { config, environment } = options;
  const starts = tasks.map((task) => {
    const { prompt } = environment.reset(task);
    return { task, prompt, encoded: encodeStart(options, task.question.questionId, prompt) };
  });
  const all = starts.flatMap(({ task, prompt, encoded }) =>
    Array.from({ length: config.groupSize }, (): Playing => {
      const conversation = startConversation(task.question.questionId, prompt, encoded);
      return { task, episode: environment.reset(task), conversation, sampled: [], turns: [], score: null };
    }),
  );
  const prompts = starts.map(({ encoded }) => encoded);
  let spoken = (await speak(options, prompts, config.groupSize, config.maxNewTokens, seed)).flat();
  let playing = all;
  for (let turn = 1; ; turn++) {
    await Promise.all(playing.map((one, i) => takeTurn(options, one, spoken[i]!)));
    playing = playing.filter(({ score }) => score === null);
    if (playing.length === 0) return all.map(played);
    const contexts = playing.map(({ conversation }) => conversation.encoded);
    const most = Math.max(...playing.map((one) => tokensLeft(config, one)));
    spoken = (await speak(options, contexts, 1, most, mixSeed(seed, turn))).flat();
  }
}

function speak(
  { config, sampler, signal }: PlayOptions,
  prompts: Parameters<Sampler['sample']>[0],
  n: number,
  maxNewTokens: number,
  seed: number,
): Promise<Sampled[][]> {
  const { temperature, topP, topK, sampleBatchSize: batchSize } = config;
  const how = { n, maxNewTokens, temperature, topP, topK, seed, batchSize };
  return sampler.sample(prompts, signal === undefined ? how : { ...how, signal });
}

async function takeTurn(options: PlayOptions, one: Playing, spoken: Sampled): Promise<void> {
  const said = cut(spoken, tokensLeft(options.config, one), options);
  one.sampled.push(said);
  one.conversation = addCompletion(one.conversation, said);
  const last =
    said.truncated ||
    one.sampled.length >= options.environment.maxTurns ||
    tokensLeft(options.config, one) === 0;
  const step = await one.episode.step(said.text, last);
  if ('score' in step) {
    one.score = step.score;
    one.turns.push({ completion: said.text, observation: null });
  } else if (last) {
    throw new Error(`environment ${options.config.environment}: a last turn must be given a reward.`);
  } else {
    one.conversation = addObservation(options, one.conversation, step.observation);
    one.turns.push({ completion: said.text, observation: textOf(step.observation) });
  }
}

function tokensLeft(config: GrpoConfig, { sampled }: Playing): number {
  return config.maxNewTokens - sampled.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** Episodes are sampled together up to what the one with most tokens left may write. */
function cut(sampled: Sampled, most: number, { tokenizer }: Encoders): Sampled {
  if (sampled.ids.length <= most) return sampled;
  const ids = sampled.ids.slice(0, most);
  const text = tokenizer.decode(ids, { skipSpecial: true });
  return { ids, text, logprobs: sampled.logprobs.slice(0, most), truncated: true };
}

function played({ task, episode, conversation, sampled, turns, score }: Playing): Played {
  return {
    question: task.question,
    prompt: episode.prompt,
    encoded: conversation.encoded,
    turns,
    sampled: {
      ids: sampled.flatMap(({ ids }) => [...ids]),
      text: sampled.map(({ text }) => text).join('\n'),
      logprobs: sampled.flatMap(({ logprobs }) => [...logprobs]),
      truncated: sampled.at(-1)!.truncated,
    },
    score: score!, // an episode is played until it has one
  };
}

function textOf({ messages }: Messages): string {
  const parts = messages.flatMap(({ content }) =>
    typeof content === 'string'
      ? [content]
      : content.map((part) => (part.type === 'text' ? part.text : '<image>')),
  );
  return parts.join('');
}
