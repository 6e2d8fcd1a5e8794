/** The controls there are, and a task under one of them. */
import { ConfigError, DataInvalidError } from '@parallax/lab';
import type { Task, TaskSample } from '../task.ts';
import type { Control } from './control.ts';
import { dropView } from './drop-view.ts';
import { rotateOptions } from './rotate-options.ts';
import { shuffleViews } from './shuffle-views.ts';
import { textOnly } from './text-only.ts';

/** In the order of reports. */
export const controls: readonly Control[] = [textOnly, dropView, shuffleViews, rotateOptions];

/** @throws ConfigError `unknown-control` naming those that exist. */
export function controlNamed(name: string): Control {
  const found = controls.find((control) => control.name === name);
  if (found !== undefined) return found;
  throw new ConfigError('unknown-control', `There is no control "${name}".`, {
    remedy: `Use one of: ${controls.map((control) => control.name).join(', ')}.`,
  });
}

/**
 * The task under a control. Its config says so (`control`, and the plain task's name as `controlOf`); its name is the
 * plain one with the control behind a plus sign, so that tables never mix the two. Scoring stays the task's own.
 * Iterating throws DataInvalidError `control-leaves-nothing` when no sample can be put this way.
 */
export function controlledTask<S extends TaskSample>(task: Task<S>, control: Control): Task<S> {
  const { samples } = control.apply(task);
  return {
    name: `${task.name}+${control.name}`,
    description: `${task.description}; ${control.name}`,
    config: { ...task.config, control: control.name, controlOf: task.name },
    score: (sample, completion) => task.score(sample, completion),
    samples: async function* () {
      let any = false;
      for await (const sample of samples()) {
        any = true;
        yield sample;
      }
      if (any) return;
      throw new DataInvalidError(
        'control-leaves-nothing',
        `No sample of ${task.name} can be put under the control "${control.name}".`,
        { remedy: 'It needs questions with several views (or with options); choose another control.' },
      );
    },
  };
}
