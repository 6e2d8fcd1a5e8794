/** Source: vision-x-nyu/thinking-in-space 51e089c3, lmms_eval/tasks/vsibench/utils.py vsibench_doc_to_text. */
import { CHOICE_TYPES, type VsiRow } from './row.ts';

export function vsiPrompt({ category, question, options }: VsiRow): string {
  const body = CHOICE_TYPES.has(category)
    ? [question, 'Options:', ...options, "Answer with the option's letter from the given choices directly."]
    : [question, 'Please answer the question using a single word or phrase.'];
  return ['These are frames of a video.', ...body].join('\n');
}
