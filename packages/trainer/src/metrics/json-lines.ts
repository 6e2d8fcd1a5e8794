/**
 * Append-only JSON lines of a run (metrics.jsonl, rollouts.jsonl). Every record has a `step`; opening the file for a
 * resumed run cuts away what the interrupted run wrote after its last checkpoint, so that the finished file equals
 * that of a run which was never interrupted.
 */
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { describeWriteFailure, writeFileAtomic } from '@parallax/lab/node';

export interface JsonLinesWriter<Line extends { readonly step: number }> {
  append(lines: readonly Line[]): Promise<void>;
}

/** @param resumedStep lines of later steps, and a last line that was cut off by a crash, are removed. */
export async function openJsonLines<Line extends { readonly step: number }>(
  path: string,
  resumedStep: number,
): Promise<JsonLinesWriter<Line>> {
  const old = existsSync(path) ? await readFile(path, 'utf8') : '';
  const kept = linesThroughStep(old, resumedStep);
  if (kept !== old || old === '') await writeFileAtomic(path, kept);
  return {
    async append(lines) {
      if (lines.length === 0) return;
      try {
        await appendFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      } catch (cause) {
        throw describeWriteFailure(path, cause);
      }
    },
  };
}

/** The text's leading lines whose step is not after `lastStep`. */
export function linesThroughStep(text: string, lastStep: number): string {
  const kept: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const step = stepOf(line);
    if (step === null || step > lastStep) break;
    kept.push(`${line}\n`);
  }
  return kept.join('');
}

function stepOf(line: string): number | null {
  try {
    const { step } = JSON.parse(line) as { step?: unknown };
    return typeof step === 'number' ? step : null;
  } catch {
    return null;
  }
}
