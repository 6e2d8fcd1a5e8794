/** A question's wording in parts, for formats that put pictures, stem and options into places of their own. */
import type { Question } from '../schema.ts';

export interface WordingParts {
  /** What is asked, without leading markers and options. */
  readonly stem: string;
  /** What follows the options: usually how to answer. */
  readonly closing: string;
  /** False when the text does not list its options as "A: ... B: ...": the stem is then all of it. */
  readonly listed: boolean;
  /** True when every picture stands before the text. */
  readonly picturesFirst: boolean;
}

export function wordingParts(question: Pick<Question, 'text' | 'options'>): WordingParts {
  const body = question.text.replace(/^(?:\s*<image>)+\s*/, '');
  const picturesFirst = !body.includes('<image>');
  const list = question.options.map((option, i) => `${letter(i)}: ${option}`).join(' ');
  const at = list === '' ? -1 : body.lastIndexOf(list);
  if (at < 0) return { stem: body, closing: '', listed: question.options.length === 0, picturesFirst };
  return {
    stem: body.slice(0, at).trim(),
    closing: body.slice(at + list.length).trim(),
    listed: true,
    picturesFirst,
  };
}

export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
