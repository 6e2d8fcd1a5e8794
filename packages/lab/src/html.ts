/** HTML by template strings that escape every value; nothing a model or a data set wrote reaches the page as markup. */

/** Markup that is safe to insert. Only `html` and `raw` make it. */
export interface Html {
  readonly markup: string;
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

/** Values are escaped for text and for double-quoted attributes; `Html` and lists of it go in as they are. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const markup = strings.reduce(
    (text, piece, i) => text + piece + (i < values.length ? render(values[i]) : ''),
    '',
  );
  return { markup };
}

/** Marks text of our own as markup (styles). Never for data. */
export function raw(markup: string): Html {
  return { markup };
}

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  if (Array.isArray(value)) return value.map(render).join('');
  return (value as Html).markup; // the only member left of the union
}

/** Also drops what XML forbids (control characters), so that the page stays well-formed whatever a model writes. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
