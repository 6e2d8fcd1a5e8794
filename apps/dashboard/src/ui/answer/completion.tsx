/** What the model wrote, the part that was read as its answer, and the score part by part. */
import type { EvalSample } from '@parallax/eval/schema';
import type { Reading } from '@parallax/eval-api/schema';
import { Facts } from '../show/facts.tsx';
import { RewardParts } from '../show/reward-parts.tsx';
import { Readings } from './readings.tsx';

interface CompletionProps {
  readonly sample: EvalSample;
  readonly readings?: readonly Reading[];
  /** Name of the section; headed by it unless `quietly`. */
  readonly name?: string;
  readonly quietly?: boolean;
}

export function Completion(props: CompletionProps) {
  const { sample, readings = [], name = 'Answer of the model', quietly = false } = props;
  const { completion, score, error, latencyMs, completionTokens, answer } = sample;
  return (
    <section aria-label={name}>
      {!quietly && <h2>{name}</h2>}
      {error !== null && (
        <p className="bad">
          <code>{error.code}</code> {error.message}
        </p>
      )}
      {completion !== null && <Text completion={completion} span={score?.parsed.span ?? null} />}
      <Facts
        items={[
          ['read as', score?.parsed.value ?? 'nothing'],
          ['right answer', answer],
          ['score', score === null ? 'none' : score.value.toFixed(2)],
          ...(score?.parsed.failure == null ? [] : [['failure', score.parsed.failure] as const]),
          ['tokens', completionTokens ?? '–'],
          ['time', `${latencyMs.toFixed(0)} ms`],
        ]}
      />
      {score !== null && <RewardParts parts={score.parts} />}
      <Readings readings={readings} />
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
