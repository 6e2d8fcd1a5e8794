export { type PromptOptions, toConversation, toPrompt } from './conversation.ts';
export {
  ACTIAL_SYSTEM_PROMPT,
  CHAIN_SYSTEM_PROMPT,
  LETTER_SYSTEM_PROMPT,
  teacherPrompt,
} from './prompts.ts';
