/** Whose answer is laid over the question: an evaluation's, a rollout's, or nobody's. */
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useLocation } from 'wouter';
import { answersQuery } from '../../api/evaluations.ts';
import { questionLink, rolloutLink, sampleLink } from '../../ui/page/links.ts';

interface AnsweredByProps {
  readonly questionId: string;
  readonly dataset: string;
  /** Name of the evaluation, or "RUN/LINE" of the rollout, that is shown. */
  readonly shown: string | null;
}

export function AnsweredBy({ questionId, dataset, shown }: AnsweredByProps) {
  const id = useId();
  const [, navigate] = useLocation();
  const { samples, rollouts } = useQuery(answersQuery(questionId, dataset)).data ?? {
    samples: [],
    rollouts: [],
  };
  if (samples.length + rollouts.length === 0) return null;
  const nobody = questionLink(questionId, dataset);
  const ofSample = (evaluation: string): string => sampleLink(evaluation, questionId);
  const current = [
    ...samples.map(({ evaluation }) => [evaluation, ofSample(evaluation)] as const),
    ...rollouts.map(({ run, line }) => [`${run}/${line}`, rolloutLink(run, line)] as const),
  ].find(([name]) => name === shown)?.[1];
  return (
    <p className="controls">
      <span className="filter">
        <label htmlFor={id}>Answer of</label>
        <select id={id} value={current ?? nobody} onChange={(event) => navigate(event.target.value)}>
          <option value={nobody}>nobody: the question alone</option>
          {samples.length > 0 && (
            <optgroup label="Evaluations">
              {samples.map(({ evaluation, model, outcome }) => (
                <option key={evaluation} value={ofSample(evaluation)}>
                  {model}: {outcome}
                </option>
              ))}
            </optgroup>
          )}
          {rollouts.length > 0 && (
            <optgroup label="Rollouts">
              {rollouts.map(({ run, line, step, reward }) => (
                <option key={`${run}/${line}`} value={rolloutLink(run, line)}>
                  {run}, step {step}: reward {reward.toFixed(2)}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </span>
    </p>
  );
}
