/** --control and --controls of parallax evaluate: which tasks are run, the plain one first where it is among them. */
import { controlledTask, controlNamed, controls, type Task, type TaskSample } from '@parallax/eval';
import { ConfigError, LabError } from '@parallax/lab';
import { commaList } from '@parallax/lab/node';

export const CONTROL_NAMES = controls.map(({ name }) => name).join(', ');

export interface ControlFlags {
  readonly model: string;
  readonly out?: string | undefined;
  /** This control alone. */
  readonly control?: string | undefined;
  /** The plain task, then these: names separated by commas, or "all" that the task can offer. */
  readonly controls?: string | undefined;
}

/**
 * @throws ConfigError `unknown-control`, `no-rotation`; `two-control-flags`; `control-of-blind`, since the blind
 * baseline sees no picture and knows its questions by their ids; `one-folder` for --out with several tasks.
 */
export function underControls<S extends TaskSample>(plain: Task<S>, flags: ControlFlags): Task<S>[] {
  const { control: only, controls: list } = flags;
  if (only === undefined && list === undefined) return [plain];
  if (only !== undefined && list !== undefined) {
    throw new ConfigError('two-control-flags', '--control and --controls exclude each other.', {
      remedy: 'Give --control for one control alone, --controls for the plain run and then its controls.',
    });
  }
  if (flags.model === 'blind') {
    throw new ConfigError('control-of-blind', 'The blind baseline sees no pictures: it has no controls.', {
      remedy: 'Leave out --control, or give a model that looks.',
    });
  }
  if (only !== undefined) return [controlledTask(plain, controlNamed(only))];
  if (flags.out !== undefined) {
    throw new ConfigError('one-folder', '--out names one folder, --controls makes several evaluations.', {
      remedy: 'Leave out --out: each gets its own folder below LAB/evaluations.',
    });
  }
  const offered = controls.filter(({ name }) => name !== 'rotate-options' || plain.rotate !== undefined);
  const names = list === 'all' ? offered.map(({ name }) => name) : commaList(list!);
  return [plain, ...names.map((name) => controlledTask(plain, controlNamed(name)))];
}

/** Whether a control was refused because no question of the task is one that it changes. */
export function changesNothing(error: unknown): boolean {
  return error instanceof LabError && error.code === 'control-leaves-nothing';
}
