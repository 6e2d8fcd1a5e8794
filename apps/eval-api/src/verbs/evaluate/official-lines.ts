/** The official numbers of an evaluation as lines for people, from its scorers.json. */
import { join } from 'node:path';
import { type EvalLog, ScorersFileSchema } from '@parallax/eval/schema';
import { readJson } from '@parallax/lab/node';

type Overall = Readonly<Record<string, unknown>>;

export interface OfficialScores {
  /** Scorer -> its overall numbers, in the names and units of the official code; `partial` marks those over empty answers. */
  readonly overall: Readonly<Record<string, Overall>>;
  /** Scorer -> why it gives no number. */
  readonly withheld: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/**
 * Null for a task without official scorers.
 * @param partial also the numbers of scorers that lack answers: these count as empty.
 */
export async function officialScores(
  log: EvalLog,
  folder: string,
  partial: boolean,
): Promise<OfficialScores | null> {
  if (log.scorersSha256 === undefined) return null;
  const { scorers } = await readJson(join(folder, 'scorers.json'), ScorersFileSchema);
  const overall: Record<string, Overall> = {};
  const withheld: Record<string, string> = {};
  const lines = Object.entries(scorers).map(([name, report]) => {
    const { answered = 0, asked = 0, remedy = '' } = report;
    if (report.overall !== undefined) {
      overall[name] = report.overall;
      return `official ${name}: ${numbersOf(report.overall)}`;
    }
    if (partial && report.partial !== undefined && answered > 0) {
      overall[name] = { ...report.partial.overall, partial: { answered, asked } };
      return `official ${name}, only ${answered} of ${asked} answered: ${numbersOf(report.partial.overall)}`;
    }
    withheld[name] = report.partial === undefined ? 'not asked' : `${answered} of ${asked} answered`;
    return `official ${name}: ${withheld[name]}. ${remedy}`;
  });
  return { overall, withheld, lines };
}

function numbersOf(overall: Overall): string {
  return Object.entries(overall)
    .filter(([, value]) => typeof value === 'number')
    .map(([key, value]) => `${key} ${Number(Number(value).toPrecision(6))}`)
    .join(', ');
}
