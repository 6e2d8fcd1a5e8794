/** parallax contact-sheet: one picture of many, to look at objects, scenes and rooms. */
import { resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import type { Verb, VerbContext, VerbResult } from '@parallax/lab/node';
import { drawContactSheet, SHEETS, type SheetName } from '../contact-sheet/contact-sheet.ts';

interface Options {
  readonly out: string;
  readonly tile: string;
  readonly size?: string;
  readonly rows?: string;
  readonly columns?: string;
  readonly look: string;
  readonly seed: string;
}

const DEFAULTS: Readonly<Record<SheetName, { readonly rows: number; readonly columns: number }>> = {
  families: { rows: 1, columns: 9 },
  scenes: { rows: 6, columns: 8 },
  rooms: { rows: 6, columns: 5 },
  walk: { rows: 3, columns: 8 },
};

const verb: Verb = {
  name: 'contact-sheet',
  summary: 'draw many objects, scenes or rooms into one picture',
  configure: (command) => {
    command
      .argument('<sheet>', `one of ${SHEETS.join(', ')}`)
      .option('--out <file>', 'PNG, JPEG or WebP file', 'contact-sheet.png')
      .option('--tile <px>', 'edge of each tile', '192')
      .option('--size <px>', 'edge at which the pictures are drawn (default: the tile)')
      .option('--rows <n>', 'rows of scenes; for families: objects of each')
      .option('--columns <n>', 'tiles a row')
      .option('--look <look>', 'plain or rich', 'rich')
      .option('--seed <seed>', 'what is drawn depends on it', '0');
  },
  // commander types options loosely; `configure` above declares exactly these.
  run: async ([sheet], options, context) => contactSheet(sheet, options as unknown as Options, context),
};
export default verb;

async function contactSheet(
  sheet: string | undefined,
  options: Options,
  context: VerbContext,
): Promise<VerbResult> {
  const name = SHEETS.find((known) => known === sheet);
  const look = (['plain', 'rich'] as const).find((known) => known === options.look);
  if (name === undefined) throw unknown('contact sheet', String(sheet), SHEETS);
  if (look === undefined) throw unknown('look', options.look, ['plain', 'rich']);
  const file = resolve(options.out);
  const tilePx = pixels('--tile', options.tile);
  const imageSource = await drawContactSheet(name, {
    ...{ file, tilePx, look, seed: options.seed },
    sizePx: options.size === undefined ? tilePx : pixels('--size', options.size),
    rows: options.rows === undefined ? DEFAULTS[name].rows : pixels('--rows', options.rows),
    columns: options.columns === undefined ? DEFAULTS[name].columns : pixels('--columns', options.columns),
  });
  context.log(imageSource);
  return { result: { file, imageSource }, text: `picture    ${file}` };
}

function unknown(what: string, written: string, known: readonly string[]): ConfigError {
  return new ConfigError(`unknown-${what.replace(' ', '-')}`, `There is no ${what} "${written}".`, {
    remedy: `Choose one of ${known.join(', ')}.`,
  });
}

function pixels(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 2048) return value;
  throw new ConfigError('bad-number', `${option} ${text} is not a whole number from 1 to 2048.`, {
    remedy: `For example ${option} 8.`,
  });
}
