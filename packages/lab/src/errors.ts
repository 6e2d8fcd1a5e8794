/**
 * Errors of the lab: one base with a machine code, few subclasses by who must act.
 * A message says what is wrong, where (file, row, key) and what to do about it.
 */

export interface LabErrorOptions {
  /** What the user can do; printed on its own line. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** Base of every error that a user may see. `code` is stable kebab-case, for programs and tests. */
export class LabError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: LabErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** The user's recipe, flag or environment is wrong: exit code 2. */
export class ConfigError extends LabError {}

/** A file does not follow its format (truncated, wrong magic, wrong type): exit code 2. */
export class DataFormatError extends LabError {}

/** A file follows its format but its content cannot be used (NaN pose, missing image): exit code 2. */
export class DataInvalidError extends LabError {}

/** A checkpoint is damaged, incomplete or of another architecture: exit code 1. */
export class CheckpointError extends LabError {}

/** A model server or another remote service failed; `retryable` says whether trying again may help. */
export class ProviderError extends LabError {
  readonly retryable: boolean;

  constructor(code: string, message: string, options: LabErrorOptions & { readonly retryable: boolean }) {
    super(code, message, options);
    this.retryable = options.retryable;
  }
}

/** Exit code of a verb that ended with this error: 2 = the user's input, 130 = interrupted, 1 = failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError || error instanceof DataFormatError || error instanceof DataInvalidError) {
    return 2;
  }
  if (error instanceof LabError && error.code === 'interrupted') return 130;
  return 1;
}
