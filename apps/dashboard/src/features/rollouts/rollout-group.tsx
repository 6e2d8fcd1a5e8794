/** One prompt and its completions side by side, best first. */
import type { RolloutGroup as Group } from '@parallax/eval-api/schema';
import { Link } from 'wouter';
import { questionLink, rolloutLink } from '../../ui/page/links.ts';
import { signed, words } from '../../ui/show/format.ts';
import { RewardParts } from '../../ui/show/reward-parts.tsx';

export function RolloutGroup({ run, group }: { run: string; group: Group }) {
  const { questionId, dataset, kind, prompt, rollouts } = group;
  const ordered = [...rollouts].sort((a, b) => b.reward - a.reward);
  const rewards = new Set(rollouts.map(({ reward }) => reward));
  return (
    <article className="group">
      <header>
        <h2>
          Group {group.group} <span className="quiet">{words(kind)}</span>
        </h2>
        {dataset !== null && <Link href={questionLink(questionId, dataset)}>Open the question</Link>}
        {rewards.size === 1 && rollouts.length > 1 && (
          <span className="hint">All rewards are equal: this group teaches nothing.</span>
        )}
      </header>
      <p className="prompt">{wordsOf(prompt)}</p>
      <details className="raw">
        <summary>Prompt as the model reads it</summary>
        <pre className="completion">{prompt}</pre>
      </details>
      <ol className="completions">
        {ordered.map((rollout, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: completions of a group may be equal in every field
          <li key={i}>
            <p className="scores">
              <span>
                reward <strong>{rollout.reward.toFixed(2)}</strong>
              </span>
              <span className={rollout.advantage > 0 ? 'good' : rollout.advantage < 0 ? 'bad' : 'quiet'}>
                advantage {signed(rollout.advantage, 2)}
              </span>
              <span className="quiet">
                {rollout.tokens} tokens{rollout.truncated ? ', cut off' : ''}
              </span>
            </p>
            <pre className="completion">{rollout.completion}</pre>
            <RewardParts parts={rollout.rewardParts} />
            {dataset !== null && <Link href={rolloutLink(run, rollout.line)}>On the viewpoint screen</Link>}
          </li>
        ))}
      </ol>
    </article>
  );
}

/** Without the marks of the chat template, "<|im_start|>user" and the like. */
function wordsOf(prompt: string): string {
  return prompt
    .replace(/<\|im_start\|>\w+\n?/g, '')
    .replace(/<\|[^|]*\|>|<image>/g, '')
    .trim();
}
