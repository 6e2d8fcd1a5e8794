/** Turns what SQLite says into errors that name the file and what to do. */
import { DataFormatError, LabError } from '@parallax/lab';
import { describeWriteFailure } from '@parallax/lab/node';

/** SQLite's primary result codes that a user can do something about. */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'];
const LOCKED = ['SQLITE_BUSY', 'SQLITE_LOCKED'];
const MISSING_TABLE = /no such (table|column)/;

/**
 * @param where database file or URL.
 * @returns a LabError `database-locked`, `database-damaged`, `disk-full` or `database-read-only`; other errors unchanged.
 */
export function describeDatabaseFailure(where: string, lab: string, error: unknown): unknown {
  if (error instanceof LabError) return error;
  const inner = innermostDatabaseError(error);
  if (inner instanceof LabError) return inner;
  const code = String((inner as { code?: unknown } | null)?.code ?? '');
  const message = inner instanceof Error ? inner.message : String(inner);
  const rebuild = `Run \`parallax db rebuild --lab ${lab}\`: it makes the database again from the files of the lab.`;
  if (startsWithOne(code, LOCKED)) {
    return new LabError('database-locked', `${where} is locked: another process is writing to it.`, {
      remedy: 'Wait for that process (for example `parallax db rebuild`) or end it, then run this again.',
      cause: error,
    });
  }
  if (startsWithOne(code, DAMAGED) || MISSING_TABLE.test(message)) {
    return new DataFormatError('database-damaged', `${where} is damaged: ${message}.`, {
      remedy: rebuild,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_FULL')) {
    return describeWriteFailure(where, Object.assign(new Error(message), { code: 'ENOSPC' }));
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return describeWriteFailure(where, Object.assign(new Error(message), { code: 'EACCES' }));
  }
  return error;
}

function startsWithOne(code: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => code.startsWith(prefix));
}

/** The query builder wraps what the client threw; its `cause` says what happened. */
function innermostDatabaseError(error: unknown): unknown {
  let found: unknown = error;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (at instanceof LabError || (typeof code === 'string' && code.startsWith('SQLITE_'))) found = at;
  }
  return found;
}
