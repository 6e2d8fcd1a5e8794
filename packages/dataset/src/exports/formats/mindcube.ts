/**
 * MindCube: JSON lines of its raw questions, letters only.
 * Its evaluation finds a question's setting by words inside the id ("rotation", "around", ...), so ids of ours, which
 * may hold such words, stand in meta_info, and the row's id is a number that counts as "other".
 */
import { jsonLines, type TextFormat } from '../format.ts';
import { letter, wordingParts } from '../wording.ts';

/** Its answer extractor knows the letters A to E. */
const MOST_OPTIONS = 5;

export const mindcube: TextFormat = {
  name: 'mindcube',
  tasks: ['benchmark'],
  pictures: 'files',
  container: jsonLines,
  refuse: ({ question }) => {
    if (question.options.length === 0) return 'open-answer';
    if (question.options.length > MOST_OPTIONS) return 'too-many-options';
    return wordingParts(question).picturesFirst ? null : 'pictures-inside-the-text';
  },
  fileOf: ({ question }, name) => `${name}_${question.split}`,
  encode: ({ index, question, pictures, record }) => {
    const { stem, listed } = wordingParts(question);
    const options = question.options.map((option, i) => `${letter(i)}. ${option}`).join(' ');
    return JSON.stringify({
      id: `parallax_${String(index).padStart(8, '0')}`,
      category: [question.kind],
      type: question.kind,
      meta_info: [question.questionId, question.groupId],
      question: listed ? `${stem} ${options}` : stem,
      images: pictures.map(({ path }) => path),
      gt_answer: question.answer,
      ...(question.chain === null ? {} : { reasoning_chain: question.chain }),
      ...(record === null ? {} : { parallax: record }),
    });
  },
  use: ({ files }) => [
    `raw questions: ${files.map(({ path }) => path).join(', ')}; picture paths start at THIS_FOLDER`,
  ],
};
