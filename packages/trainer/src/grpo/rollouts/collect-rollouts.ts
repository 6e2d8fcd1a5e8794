/** The rollouts of one step: questions drawn, episodes played, groups without a difference replaced, advantages. */
import { mixSeed } from '../../batching/random.ts';
import type { Task } from '../../environments/environment.ts';
import type { GrpoConfig } from '../../schema.ts';
import { computeAdvantages } from '../losses/advantage.ts';
import { withOverlong } from './overlong.ts';
import { type Played, type PlayOptions, playEpisodes } from './play-episodes.ts';
import type { QuestionOrder } from './question-order.ts';
import type { RolloutRow } from './rollout-row.ts';

/** Questions that can be read in any order; `task` must give the same for the same index. */
export interface TaskSource {
  readonly size: number;
  task(index: number): Promise<Task> | Task;
}

export interface CollectOptions extends PlayOptions {
  readonly tasks: TaskSource;
  readonly order: QuestionOrder;
}

export interface Collected {
  /** Group by group: what the update learns from. */
  readonly rows: RolloutRow[];
  /** Groups that dynamic sampling put aside. */
  readonly dropped: RolloutRow[];
  /** Rounds of sampling. */
  readonly rounds: number;
}

type Group = Played[];

/**
 * Depends on the policy's weights, the seed and the step alone. Under dynamic sampling groups whose rewards are all
 * equal are put aside and as many other questions asked, until `promptsPerStep` groups differ, `maxRounds` rounds were
 * sampled or no question is left. Fewer groups then make a smaller batch; when none differs, the first round stands.
 * Source: DAPO (arXiv 2503.14476), section 3.2; there the order of the data goes on by as much as was drawn.
 */
export async function collectRollouts(options: CollectOptions, step: number): Promise<Collected> {
  const { config, order } = options;
  const seed = mixSeed(config.seed, 0x726f6c6c, step);
  const maxRounds = config.dynamicSampling?.maxRounds ?? 1;
  let kept: Group[] = [];
  let dropped: Group[] = [];
  let asked = order.first(step);
  let spare: number[] | null = null;
  let rounds = 0;
  while (asked.length > 0) {
    const groups = await playGroups(options, asked, rounds === 0 ? seed : mixSeed(seed, 0x726f756e, rounds));
    rounds++;
    for (const group of groups)
      (config.dynamicSampling === null || differs(group) ? kept : dropped).push(group);
    const missing = config.promptsPerStep - kept.length;
    if (missing === 0 || rounds === maxRounds) break;
    spare ??= order.spare(step);
    asked = spare.splice(0, missing);
  }
  if (kept.length === 0)
    [kept, dropped] = [dropped.slice(0, config.promptsPerStep), dropped.slice(config.promptsPerStep)];
  return { rows: rowsOf(config, kept, 0), dropped: rowsOf(config, dropped, kept.length), rounds };
}

async function playGroups(
  options: CollectOptions,
  indices: readonly number[],
  seed: number,
): Promise<Group[]> {
  const { config } = options;
  const tasks = await Promise.all(indices.map((index) => options.tasks.task(index)));
  const played = (await playEpisodes(options, tasks, seed)).map((one) => ({
    ...one,
    score: withOverlong(config, one.score, one.sampled.ids.length),
  }));
  return tasks.map((_, i) => played.slice(i * config.groupSize, (i + 1) * config.groupSize));
}

function differs(group: Group): boolean {
  return group.some(({ score }) => score.value !== group[0]!.score.value);
}

function rowsOf(config: GrpoConfig, groups: readonly Group[], firstGroup: number): RolloutRow[] {
  const flat = groups.flatMap((group, g) => group.map((one) => ({ one, group: firstGroup + g })));
  if (flat.length === 0) return [];
  const counts = flat.map(({ one }) => !(config.maskTruncated && one.sampled.truncated));
  const columns = Math.max(...flat.map(({ one }) => one.sampled.ids.length));
  const mask = new Uint8Array(flat.length * columns);
  flat.forEach(({ one }, row) => {
    if (counts[row]) mask.fill(1, row * columns, row * columns + one.sampled.ids.length);
  });
  const advantages = computeAdvantages(
    config.advantage,
    flat.map(({ one }) => one.score.value),
    flat.map(({ group }) => group),
    { rows: flat.length, columns, mask },
  );
  return flat.map(({ one, group }, row) => ({
    ...one,
    group,
    advantages: advantages.slice(row * columns, row * columns + one.sampled.ids.length),
    counts: counts[row]!,
  }));
}
