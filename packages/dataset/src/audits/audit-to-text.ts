/** An audit as a table for a terminal. */
import type { Audit } from '../schema.ts';

export function auditToText(audit: Audit): string {
  const rows = audit.lines.map((line) => [
    line.verdict === 'pass' ? 'ok' : line.verdict === 'fail' ? 'FAIL' : 'skipped',
    line.name,
    line.verdict === 'skipped' ? '-' : number(line.value),
    number(line.threshold),
    line.finding,
  ]);
  const header = ['', 'audit', 'value', 'bound', 'what the value is'];
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const table = [header, ...rows].map((row) =>
    row
      .map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  const failed = audit.lines.filter((line) => line.verdict === 'fail').map((line) => line.name);
  const verdict = failed.length === 0 ? 'Every line passes.' : `Failed: ${failed.join(', ')}.`;
  return [...table, verdict].join('\n');
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
