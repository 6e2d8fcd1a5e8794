/** A control: the same task with one thing taken away, to see what the plain score rests on. */
import type { Task, TaskSample } from '../task.ts';

export interface Control {
  /** On the command line, in the task's config and in tables. */
  readonly name: string;
  /** What an unchanged score would mean, for people who read the report. */
  readonly meaning: string;
  /** False where a sample of the control has no picture at all. */
  readonly leavesPictures: boolean;
  /** Pictures that a question must have for the control to change it; those with fewer are left out. */
  readonly leastPictures: number;
  /** @throws ConfigError `no-rotation` when the task cannot offer what the control needs. */
  apply<S extends TaskSample>(task: Task<S>): Pick<Task<S>, 'samples'>;
  /** Id of the plain sample from which a sample of the control was made. */
  sourceId(sampleId: string): string;
}

/** Most controls keep the ids of their task. */
export function sameId(sampleId: string): string {
  return sampleId;
}
