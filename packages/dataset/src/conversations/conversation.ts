/** A question as chat messages in the Hugging Face form, images as parts at their markers. */
import type { ChatMessage, ConversationStyle, Question } from '../schema.ts';
import { CHAIN_SYSTEM_PROMPT, LETTER_SYSTEM_PROMPT } from './prompts.ts';

export interface PromptOptions {
  /** Replaces the style's short system message, for example by ACTIAL_SYSTEM_PROMPT; null leaves it out. */
  readonly system?: string | null;
}

/** System and user message; the model's turn is to come. */
export function toPrompt(
  question: Question,
  style: ConversationStyle,
  options: PromptOptions = {},
): ChatMessage[] {
  const ownSystem = style === 'letter' ? LETTER_SYSTEM_PROMPT : CHAIN_SYSTEM_PROMPT;
  const system = options.system === undefined ? ownSystem : options.system;
  const text = style === 'letter' ? question.text : withoutAnswerOnlyClause(question.text);
  const user: ChatMessage = { role: 'user', content: partsOf(text) };
  return system === null ? [user] : [{ role: 'system', content: system }, user];
}

/** The prompt with the assistant turn to be supervised: the bare answer, or chain and answer in their tags. */
export function toConversation(
  question: Question,
  style: ConversationStyle,
  options: PromptOptions = {},
): ChatMessage[] {
  const target = style === 'letter' ? question.answer : chainTarget(question);
  return [...toPrompt(question, style, options), { role: 'assistant', content: target }];
}

/** A question without a chain has an empty one: the tags stay, so that the format is the same everywhere. */
function chainTarget(question: Question): string {
  return `<think>${question.chain ?? ''}</think>\n<answer>${question.answer}</answer>`;
}

/** With a chain asked for, "please output only ..." would contradict the system message. */
function withoutAnswerOnlyClause(text: string): string {
  return text
    .replace(/, please output only the option letter!$/, '.')
    .replace(/ Please output only the number!$/, '');
}

function partsOf(text: string): ChatMessage['content'] {
  return text
    .split(/(<image>)/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece === '<image>' ? { type: 'image' } : { type: 'text', text: piece }));
}
