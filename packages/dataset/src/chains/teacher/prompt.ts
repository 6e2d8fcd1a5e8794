/** The request that asks a teacher to explain a question's answer. */
import { canonicalJson, sha256 } from '@parallax/lab/node';
import { toPrompt } from '../../conversations/conversation.ts';
import { ACTIAL_SYSTEM_PROMPT, teacherPrompt } from '../../conversations/prompts.ts';
import { motionOf } from '../../scenes/motion.ts';
import type { ChatMessage, Question } from '../../schema.ts';
import { OPTION_LETTERS } from '../conclusion.ts';
import { TEACHER_EXAMPLE } from './example.ts';
import type { TeacherRequest } from './teacher.ts';

export interface TeacherSampling {
  readonly model: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
}

/** Left out of a request: the published prompt has no words for it. The reason is kebab-case. */
export interface NotAskable {
  readonly reason: string;
}

export function teacherRequest(
  question: Question,
  images: readonly Uint8Array[],
  sampling: TeacherSampling,
): TeacherRequest | NotAskable {
  const text = promptText(question);
  if (typeof text !== 'string') return text;
  const user: ChatMessage = {
    role: 'user',
    content: [...images.map(() => ({ type: 'image' as const })), { type: 'text', text }],
  };
  const messages: ChatMessage[] = [{ role: 'system', content: ACTIAL_SYSTEM_PROMPT }, user];
  const { model, maxTokens, temperature, seed } = sampling;
  const pictures = images.map((bytes) => sha256(bytes));
  const digest = sha256(canonicalJson({ model, messages, pictures, maxTokens, temperature, seed }));
  return { digest, questionId: question.questionId, messages, images, maxTokens, temperature, seed };
}

/** Pairs get the published prompt; other questions are put as they are, with their answer and the same instructions. */
function promptText(question: Question): string | NotAskable {
  if (question.viewIds.length === 2) {
    const { labels, motion } = motionOf(question.geometry);
    const { egoTranslation, objectCentricTranslation, egoRotation } = labels;
    if (egoTranslation === null || objectCentricTranslation === null || egoRotation === null)
      return { reason: 'label-in-dead-band' };
    const truth = { egoTranslation, objectCentricTranslation, egoRotation, yawDeg: motion.yawDeg };
    return teacherPrompt(TEACHER_EXAMPLE, truth);
  }
  const user = toPrompt(question, 'chain', { system: null })[0];
  const asked =
    typeof user?.content === 'string'
      ? [user.content]
      : (user?.content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const option = question.options[OPTION_LETTERS.indexOf(question.answer)];
  const answer = option === undefined ? question.answer : `${question.answer} (${option})`;
  return `${asked.join(' ')} The correct answer is: ${answer}. Explain step by step, in short sentences, which facts of the photo lead to it; state only what the photo proves.`;
}
