/** The rollouts of a step that go to rollouts.jsonl. */
import type { Rollout } from '../../schema.ts';
import type { Tokenizer } from '../../tokenizer/index.ts';
import type { RolloutRow } from './rollout-row.ts';

/** The first rows of each group in turn, so that few kept rollouts still show several prompts. */
export function keptRollouts(
  rows: readonly RolloutRow[],
  step: number,
  count: number,
  tokenizer: Pick<Tokenizer, 'applyChatTemplate'>,
): Rollout[] {
  const rank = new Map<number, number>();
  const ranked = rows.map((row) => {
    const place = rank.get(row.group) ?? 0;
    rank.set(row.group, place + 1);
    return { row, place };
  });
  ranked.sort((a, b) => a.place - b.place);
  return ranked.slice(0, count).map(({ row }) => ({
    step,
    questionId: row.question.questionId,
    kind: row.question.kind,
    group: row.group,
    prompt: tokenizer.applyChatTemplate(row.prompt.messages, { addGenerationPrompt: true }),
    completion: row.sampled.text,
    reward: row.score.value,
    rewardParts: row.score.parts,
    advantage: row.advantages[0] ?? 0,
    tokens: row.sampled.ids.length,
    truncated: row.sampled.truncated,
    ...(row.turns.length > 1 ? { turns: [...row.turns] } : {}),
  }));
}
