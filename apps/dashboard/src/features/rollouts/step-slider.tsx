/** Chooses a step among those whose rollouts were kept. */
import { useId } from 'react';
import { count } from '../../ui/show/format.ts';

interface StepSliderProps {
  readonly steps: readonly {
    readonly step: number;
    readonly rollouts: number;
    readonly meanReward: number;
  }[];
  readonly index: number;
  readonly onMove: (index: number) => void;
}

export function StepSlider({ steps, index, onMove }: StepSliderProps) {
  const id = useId();
  const current = steps[index];
  if (current === undefined) return null;
  return (
    <>
      <label htmlFor={id}>Step</label>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        value={index}
        aria-valuetext={`step ${current.step}`}
        onChange={(event) => onMove(event.target.valueAsNumber)}
      />
      <output htmlFor={id}>
        <strong>{count(current.step)}</strong>{' '}
        <span className="quiet">of {count(steps.at(-1)?.step ?? 0)}</span>, mean reward{' '}
        {current.meanReward.toFixed(3)} over {count(current.rollouts)} kept
      </output>
    </>
  );
}
