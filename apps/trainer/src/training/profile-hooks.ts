/** The flag --profile: hooks of a run that watch its first steps, and what there is to say at the end. */
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import {
  type BackendInfo,
  operationTable,
  type Profile,
  type RunHooks,
  startProfile,
} from '@parallax/trainer';

export interface ProfileFlags {
  readonly out: string;
  /** Number of steps as written; true where the flag stands alone. */
  readonly profile?: string | true;
}

export interface ProfiledHooks {
  readonly hooks: RunHooks;
  /** Writes the trace of a run that has ended, or was interrupted. @returns lines for the user */
  finish(): Promise<string[]>;
}

const DEFAULT_STEPS = 3;

/** @throws ConfigError `bad-profile` for what is not a positive number of steps. */
export function profileHooks(flags: ProfileFlags, backend: BackendInfo, hooks: RunHooks): ProfiledHooks {
  if (flags.profile === undefined) return { hooks, finish: async () => [] };
  const steps = flags.profile === true ? DEFAULT_STEPS : Number(flags.profile);
  if (!Number.isInteger(steps) || steps < 1) {
    throw new ConfigError('bad-profile', `--profile ${flags.profile}: not a number of steps.`, {
      remedy: `Give a whole number above 0, or the flag alone for ${DEFAULT_STEPS}.`,
    });
  }
  let running: { readonly path: string; readonly profile: Profile } | null = null;
  return {
    hooks: {
      ...hooks,
      onStart(resumedStep) {
        hooks.onStart?.(resumedStep);
        const path = join(flags.out, 'profiles', `after-step-${String(resumedStep).padStart(6, '0')}.json`);
        const { library, version, device, threads } = backend;
        const notes = { library, version, device, threads };
        running = { path, profile: startProfile({ path, steps, notes }) };
      },
      onStep(line) {
        running?.profile.endStep(line.step, line['stepMs'] ?? 0);
        hooks.onStep?.(line);
      },
    },
    async finish() {
      if (running === null) return [];
      const { path, profile } = running;
      const { costs, operations, steps: seen } = await profile.finish();
      return [
        `${operations} operations in ${seen} steps: ${path} (open it in chrome://tracing or ui.perfetto.dev)`,
        ...operationTable(costs).split('\n'),
      ];
    },
  };
}
