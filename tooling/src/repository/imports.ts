/** The modules that a source file names, by a scan that skips comments; enough for boundary rules. */

export interface Import {
  readonly specifier: string;
  /** Erased before the code runs: `import type` or `export type`. */
  readonly typeOnly: boolean;
  /** First line of the statement, from 1. */
  readonly line: number;
}

const STATEMENT = /^[ \t]*(import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\sfrom\s+)?['"]([^'"\n]+)['"]/gm;
const CALL = /\b(?:import|require|require\.resolve)\(\s*['"]([^'"\n]+)['"]/g;

export function importsOf(source: string): readonly Import[] {
  const code = blankComments(source);
  const lineAt = (index: number): number => code.slice(0, index).split('\n').length;
  const found: Import[] = [];
  for (const match of code.matchAll(STATEMENT)) {
    found.push({ specifier: match[3] ?? '', typeOnly: match[2] !== undefined, line: lineAt(match.index) });
  }
  for (const match of code.matchAll(CALL)) {
    found.push({ specifier: match[1] ?? '', typeOnly: false, line: lineAt(match.index) });
  }
  return found;
}

/** "@scope/name/path" and "name/path" -> the package's name. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** Block comments and whole-line comments become spaces; line numbers stay. */
function blankComments(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^[ \t]*\/\/.*$/gm, '');
}
