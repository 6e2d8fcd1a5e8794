/** What a round of rollouts says about the run's health, as flat numbers. */
import type { RolloutRow } from './rollout-row.ts';

/**
 * reward, rewardStd and reward.PART (unweighted means); deadGroups (share of groups whose rewards are all equal: they
 * teach nothing); completionTokens, completionTokensMax; truncated (share cut at maxNewTokens); turns; unparsed (share
 * without a readable answer).
 * @param rows of every group that was sampled, those that dynamic sampling put aside included.
 */
export function rolloutHealth(rows: readonly RolloutRow[]): Record<string, number> {
  const count = rows.length;
  const mean = (of: (row: RolloutRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / count;
  const reward = mean((row) => row.score.value);
  const health: Record<string, number> = {
    reward,
    rewardStd: Math.sqrt(mean((row) => (row.score.value - reward) ** 2)),
    deadGroups: deadGroupShare(rows),
    completionTokens: mean((row) => row.sampled.ids.length),
    completionTokensMax: Math.max(...rows.map((row) => row.sampled.ids.length)),
    truncated: mean((row) => Number(row.sampled.truncated)),
    turns: mean((row) => row.turns.length),
    unparsed: mean((row) => Number(row.score.parsed.value === null)),
  };
  for (const row of rows) {
    for (const part of row.score.parts) {
      const key = `reward.${part.name}`;
      health[key] = (health[key] ?? 0) + part.value / count;
    }
  }
  return health;
}

function deadGroupShare(rows: readonly RolloutRow[]): number {
  const values = new Map<number, Set<number>>();
  for (const row of rows) {
    const known = values.get(row.group) ?? new Set();
    values.set(row.group, known.add(row.score.value));
  }
  return [...values.values()].filter((known) => known.size === 1).length / values.size;
}
