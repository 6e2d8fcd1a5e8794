/** What the model wrote, the part that was read as its answer, and the score part by part. */
import type { EvalSample } from '@parallax/eval/schema';
import { Facts } from '../../ui/show/facts.tsx';
import { RewardParts } from '../../ui/show/reward-parts.tsx';

export function Completion({ sample }: { sample: EvalSample }) {
  const { completion, score, error, latencyMs, completionTokens, answer } = sample;
  return (
    <section aria-label="Answer of the model">
      <h2>Answer of the model</h2>
      {error !== null && (
        <p className="bad">
          <code>{error.code}</code> {error.message}
        </p>
      )}
      {completion !== null && <Text completion={completion} span={score?.parsed.span ?? null} />}
      <Facts
        items={[
          ['read as', score?.parsed.value ?? score?.parsed.failure ?? 'nothing'],
          ['right answer', answer],
          ['score', score === null ? 'none' : score.value.toFixed(2)],
          ['tokens', completionTokens ?? '–'],
          ['time', `${latencyMs.toFixed(0)} ms`],
        ]}
      />
      {score !== null && <RewardParts parts={score.parts} />}
    </section>
  );
}

function Text({ completion, span }: { completion: string; span: readonly [number, number] | null }) {
  if (span === null) return <pre className="completion">{completion}</pre>;
  const [start, end] = span;
  return (
    <pre className="completion">
      {completion.slice(0, start)}
      <mark title="Read as the answer">{completion.slice(start, end)}</mark>
      {completion.slice(end)}
    </pre>
  );
}
