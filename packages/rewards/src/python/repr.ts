/** Python's `repr()` of a literal. */
import type { PythonLiteral } from './literal.ts';

const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}|[\\]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

export function pythonRepr(literal: PythonLiteral): string {
  switch (literal.kind) {
    case 'atom':
      return literal.value;
    case 'text':
      return textRepr(literal.value);
    case 'list':
      return `[${literal.items.map(pythonRepr).join(', ')}]`;
    case 'set':
      return `{${literal.items.map(pythonRepr).join(', ')}}`;
    case 'tuple':
      return `(${literal.items.map(pythonRepr).join(', ')}${literal.items.length === 1 ? ',' : ''})`;
    case 'dict':
      return `{${literal.entries.map(([key, value]) => `${pythonRepr(key)}: ${pythonRepr(value)}`).join(', ')}}`;
  }
}

function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(NOT_PRINTABLE, (c) => SHORT[c] ?? hexEscape(c.codePointAt(0)!));
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

function hexEscape(codePoint: number): string {
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
