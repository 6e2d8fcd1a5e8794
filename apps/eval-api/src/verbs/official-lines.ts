/** The official numbers of an evaluation as lines for people, from its scorers.json. */
import { join } from 'node:path';
import { type EvalLog, ScorersFileSchema } from '@parallax/eval/schema';
import { readJson } from '@parallax/lab/node';

export interface OfficialScores {
  /** Scorer -> its overall numbers, in the names and units of the official code. */
  readonly overall: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly lines: readonly string[];
}

/** Null for a task without official scorers. */
export async function officialScores(log: EvalLog, folder: string): Promise<OfficialScores | null> {
  if (log.scorersSha256 === undefined) return null;
  const { scorers } = await readJson(join(folder, 'scorers.json'), ScorersFileSchema);
  const overall: Record<string, Record<string, unknown>> = {};
  const lines = Object.entries(scorers).map(([name, report]) => {
    if (report.overall === undefined) return `official ${name}: not asked. ${report.remedy ?? ''}`;
    overall[name] = report.overall;
    const numbers = Object.entries(report.overall)
      .filter(([, value]) => typeof value === 'number')
      .map(([key, value]) => `${key} ${Number(Number(value).toPrecision(6))}`);
    return `official ${name}: ${numbers.join(', ')}`;
  });
  return { overall, lines };
}
