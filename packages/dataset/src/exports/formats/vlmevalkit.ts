/**
 * VLMEvalKit: a TSV with base64 pictures. Questions with options and open ones go to files of their own, because the
 * kit takes a file with columns A and B for multiple choice and every other one for open answers.
 */
import { questionKinds } from '../../questions/index.ts';
import type { TextFormat } from '../format.ts';
import { letter, wordingParts } from '../wording.ts';

const OPTION_COLUMNS = 8;
/** The kit numbers rotations of a question by index + k * 1e6. */
const MOST_ROWS = 1_000_000;
/** Texts that pandas reads as a missing value. */
const MISSING =
  /^(?:|#N\/A|#N\/A N\/A|#NA|-1\.#IND|-1\.#QNAN|-NaN|-nan|1\.#IND|1\.#QNAN|<NA>|N\/A|NA|NULL|NaN|None|n\/a|nan|null)$/;

const letters = Array.from({ length: OPTION_COLUMNS }, (_, i) => letter(i));
const before = ['index', 'image', 'image_path', 'question', 'hint'];
const after = ['answer', 'category', 'l2-category', 'split', 'id', 'parallax'];

export const vlmevalkit: TextFormat = {
  name: 'vlmevalkit',
  tasks: ['benchmark'],
  pictures: 'embedded',
  mostRows: MOST_ROWS,
  container: { extension: 'tsv', head: '', separator: '\n', tail: '\n' },
  refuse: ({ question }) => {
    if (!wordingParts(question).picturesFirst) return 'pictures-inside-the-text';
    if (question.options.length > OPTION_COLUMNS) return 'too-many-options';
    return question.options.some((option) => MISSING.test(option)) ? 'option-read-as-missing' : null;
  },
  fileOf: ({ question }, name) => `${name}_${question.split}${question.options.length > 0 ? '' : '_open'}`,
  encode: ({ question, pictures, record }, { position }) => {
    const { stem, closing } = wordingParts(question);
    const choice = question.options.length > 0;
    const encoded = pictures.map(({ bytes }) => Buffer.from(bytes).toString('base64'));
    const names = pictures.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    const cells = [
      String(position),
      listOrOne(encoded),
      listOrOne(names),
      choice ? stem : [stem, closing].filter((part) => part !== '').join(' '),
      '',
      ...(choice ? letters.map((_, i) => question.options[i] ?? '') : []),
      question.answer,
      question.kind,
      questionKinds[question.kind]?.family ?? 'other',
      question.split,
      question.questionId,
      record ?? '',
    ];
    const header = position === 0 ? `${headerOf(choice)}\n` : '';
    return `${header}${cells.map(tsvCell).join('\t')}`;
  },
  use: ({ files }) => [
    `put the TSVs into $LMUData; run.py --data ${files.map(({ path }) => path.replace(/\.tsv$/, '')).join(' ')}`,
  ],
};

function headerOf(choice: boolean): string {
  return [...before, ...(choice ? letters : []), ...after].join('\t');
}

/** One value as it is, several as a list literal that JSON and Python read alike. */
function listOrOne(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : JSON.stringify(values);
}

/** Quoted as pandas expects where the text needs it. */
function tsvCell(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
