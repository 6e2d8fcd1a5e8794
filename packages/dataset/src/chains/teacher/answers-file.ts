/**
 * journal.jsonl: every reply that was paid for, by the digest of its request, synced to disk before the next question
 * of its worker is asked. kill -9 loses at most the requests that were under way.
 */
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataFormatError } from '@parallax/lab';
import { describeWriteFailure, parseRecord, syncFolder } from '@parallax/lab/node';
import { Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';

export const TeacherAnswerSchema = z.object({
  schemaVersion: z.literal(1),
  digest: Sha256Schema,
  questionId: z.string(),
  kind: z.string(),
  model: z.string(),
  /** Null for a request that failed: it is asked again. */
  text: z.string().nullable(),
  finishReason: z.string().nullable(),
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  /** HTTP requests since the line before. */
  requests: z.int().nonnegative(),
  /** As judged when the reply came; a later version judges anew. */
  verdict: z.enum(['accepted', 'rejected', 'failed']),
  reason: z.string(),
});
export type TeacherAnswer = z.infer<typeof TeacherAnswerSchema>;

export class AnswersFile {
  readonly path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /**
   * Opens or creates the journal, cuts off a torn last line, and returns what earlier runs wrote.
   * @throws DataFormatError `damaged-journal` when a line before the last is no answer.
   */
  static async open(path: string): Promise<{ file: AnswersFile; answers: TeacherAnswer[] }> {
    await mkdir(dirname(path), { recursive: true });
    const { answers, intactBytes } = await readJournal(path);
    const handle = await open(path, 'a');
    await handle.truncate(intactBytes);
    await syncFolder(dirname(path));
    return { file: new AnswersFile(path, handle), answers };
  }

  /** Durable when it returns. @throws LabError `disk-full`. */
  async append(answer: TeacherAnswer): Promise<void> {
    try {
      await this.#handle.appendFile(`${JSON.stringify(answer)}\n`);
      await this.#handle.datasync();
    } catch (cause) {
      throw describeWriteFailure(this.path, cause);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function readJournal(path: string): Promise<{ answers: TeacherAnswer[]; intactBytes: number }> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { answers: [], intactBytes: 0 };
    throw cause;
  }
  const answers: TeacherAnswer[] = [];
  let intactBytes = 0;
  for (let row = 1; intactBytes < content.length; row++) {
    const end = content.indexOf(10, intactBytes);
    // Without its line break the last line was being written when the process died.
    if (end < 0) break;
    answers.push(readLine(path, row, content.toString('utf8', intactBytes, end)));
    intactBytes = end + 1;
  }
  return { answers, intactBytes };
}

function readLine(path: string, row: number, line: string): TeacherAnswer {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new DataFormatError('damaged-journal', `${path} line ${row} is not JSON.`, {
      remedy: 'Remove that line: its question is then asked again.',
      cause,
    });
  }
  return parseRecord(`${path} line ${row}`, value, TeacherAnswerSchema);
}
