/** Plain text tables for terminals and logs. */

export interface TextTableOptions {
  /** Columns whose cells stand on the right (numbers). */
  readonly rightAlign?: readonly number[];
  /** Without box characters, and with every sign beyond ASCII replaced by "?". */
  readonly ascii?: boolean;
}

/** Aligned columns under a header and a rule; cells are single lines (line breaks become blanks). */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: TextTableOptions = {},
): string {
  const clean = (cell: string | undefined): string => {
    const flat = (cell ?? '').replace(/\s+/g, ' ');
    return options.ascii === true ? flat.replace(/[^\x20-\x7e]/g, '?') : flat;
  };
  const table = [header, ...rows].map((row) => header.map((_, column) => clean(row[column])));
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const right = new Set(options.rightAlign ?? []);
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => (options.ascii === true ? '-' : '\u2500').repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
