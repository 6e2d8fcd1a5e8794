/**
 * Soft overlong punishment, as a part of the reward.
 *
 *   reward -= penalty * clamp((tokens - (maxNewTokens - bufferTokens)) / bufferTokens, 0, 1)
 *
 * Nothing up to maxNewTokens - bufferTokens, then linearly down to -penalty at maxNewTokens. It counts the policy's
 * tokens, the closing one included. Source: DAPO (arXiv 2503.14476), eq. 13; verl's DAPORewardManager.
 */
import { ConfigError } from '@parallax/lab';
import type { Score } from '@parallax/rewards/schema';
import type { GrpoConfig } from '../../schema.ts';

type OverlongConfig = Pick<GrpoConfig, 'overlong' | 'maxNewTokens'>;

/** The score with a part `overlong`: its value is the used share of the buffer, its weight -penalty. */
export function withOverlong(config: OverlongConfig, score: Score, tokens: number): Score {
  if (config.overlong === null) return score;
  const { bufferTokens, penalty } = config.overlong;
  const over = tokens - (config.maxNewTokens - bufferTokens);
  const value = Math.min(1, Math.max(0, over / bufferTokens));
  const reason = `${tokens} tokens; free up to ${config.maxNewTokens - bufferTokens} of ${config.maxNewTokens}`;
  const part = { name: 'overlong', weight: -penalty, value, reason };
  return { ...score, value: score.value - penalty * value, parts: [...score.parts, part] };
}

/** @throws ConfigError `bad-overlong` for a buffer that is longer than a completion may be. */
export function checkOverlong({ overlong, maxNewTokens }: OverlongConfig): void {
  if (overlong === null || overlong.bufferTokens <= maxNewTokens) return;
  throw new ConfigError(
    'bad-overlong',
    `overlong.bufferTokens: ${overlong.bufferTokens} is more than maxNewTokens, ${maxNewTokens}.`,
    { remedy: `Give at most ${maxNewTokens}; DAPO takes a fifth of the longest completion.` },
  );
}
