/** Messages in the two spellings of the field: role and content, from and value. */
import { DataInvalidError } from '@parallax/lab';
import { z } from 'zod';
import type { Sample } from '../sample.ts';
import { answerOf, inlineOptions, typedAnswer } from './answers.ts';

const PartSchema = z.looseObject({ type: z.string(), text: z.string().nullish() });
const ContentSchema = z.union([z.string(), z.array(PartSchema)]);

export const TurnSchema = z.union([
  z.looseObject({ role: z.string(), content: ContentSchema }),
  z.looseObject({ from: z.string(), value: ContentSchema }),
]);
export const TurnsSchema = z.array(TurnSchema);

interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

const ROLES: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
};

/**
 * Wording, options and answer of one question and its reply.
 * @param pictures number of pictures; without any marker in the text they stand before it.
 * @param solution the answer where the row states it apart from the messages.
 * @throws DataInvalidError `not-one-question` for dialogues and unknown roles; `wrong-marker-count`.
 */
export function questionOfTurns(
  turns: z.infer<typeof TurnsSchema>,
  pictures: number,
  where: string,
  solution?: string | null,
): Pick<Sample, 'text' | 'system' | 'options' | 'answer' | 'answerType' | 'completion'> {
  const spoken = turns.map((turn) => toTurn(turn, where));
  const [system, rest] = spoken[0]?.role === 'system' ? [spoken[0].text, spoken.slice(1)] : [null, spoken];
  const [user, assistant] = rest;
  if (
    user?.role !== 'user' ||
    rest.length > 2 ||
    (assistant !== undefined && assistant.role !== 'assistant')
  ) {
    throw new DataInvalidError('not-one-question', `${where}: this is not one question with one reply.`, {
      remedy: 'Dialogues of several turns have no place in a set of questions.',
    });
  }
  const text = withMarkers(user.text, pictures, where);
  const options = inlineOptions(text);
  const completion = assistant?.text ?? null;
  const answer = solution ?? (completion === null ? null : answerOf(completion));
  return { text, system, options, ...typedAnswer(answer, options), completion };
}

/** @throws DataInvalidError `wrong-marker-count`. */
export function withMarkers(text: string, pictures: number, where: string): string {
  const markers = text.split('<image>').length - 1;
  if (markers === pictures) return text;
  if (markers === 0) return `${'<image>'.repeat(pictures)}${text}`;
  throw new DataInvalidError(
    'wrong-marker-count',
    `${where}: the text has ${markers} <image> markers, the row ${pictures} pictures.`,
    { remedy: 'Mend the row: one marker a picture, or none at all.' },
  );
}

function toTurn(turn: z.infer<typeof TurnSchema>, where: string): Turn {
  const [name, content] = 'role' in turn ? [turn.role, turn.content] : [turn.from, turn.value];
  const role = ROLES[String(name)];
  // The union's loose objects hide which half matched; TurnSchema has checked the content.
  const parts = ContentSchema.parse(content);
  const text =
    typeof parts === 'string'
      ? parts
      : parts.map((part) => (part.type === 'image' ? '<image>' : (part.text ?? ''))).join('');
  if (role !== undefined) return { role, text };
  throw new DataInvalidError('not-one-question', `${where}: nobody knows the role "${String(name)}".`, {
    remedy: 'Known roles: system, user or human, assistant or gpt.',
  });
}
