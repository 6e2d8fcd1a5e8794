/** What environments of several turns share: reading an action, and putting one into words. */
import type { ChatMessage } from '@parallax/dataset/schema';
import type { Score, ScorePart } from '@parallax/rewards/schema';
import type { Messages } from './environment.ts';

/** What stands between the first <name> and </name>, or null; actions inside the thoughts are not taken. */
export function readAction(name: string, completion: string): string | null {
  const said = completion.replace(/<think>[\s\S]*?<\/think>/gi, '');
  const start = said.indexOf(`<${name}>`);
  if (start < 0) return null;
  const end = said.indexOf(`</${name}>`, start);
  return end < 0 ? null : said.slice(start + name.length + 2, end).trim();
}

/** The same prompt with a line more in its last message. */
export function withRules({ messages, images }: Messages, rules: string): Messages {
  const last = messages.at(-1);
  if (last === undefined) return { messages: [{ role: 'user', content: rules }], images };
  const parts = typeof last.content === 'string' ? [textPart(last.content)] : last.content;
  const content = [...parts, textPart(`\n${rules}`)];
  return { messages: [...messages.slice(0, -1), { ...last, content }], images };
}

/** An observation: a picture, when there is one, and a line of text. */
export function show(text: string, image?: Messages['images'][number]): { observation: Messages } {
  const message: ChatMessage =
    image === undefined
      ? { role: 'user', content: text }
      : { role: 'user', content: [{ type: 'image' }, textPart(text)] };
  return { observation: { messages: [message], images: image === undefined ? [] : [image] } };
}

/** A reward with one part more. */
export function withPart(score: Score, part: ScorePart): Score {
  return { ...score, value: score.value + part.weight * part.value, parts: [...score.parts, part] };
}

function textPart(text: string): { type: 'text'; text: string } {
  return { type: 'text', text };
}
