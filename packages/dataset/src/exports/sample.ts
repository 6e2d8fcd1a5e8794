/** A row of a data set as consumers get it: messages in the chosen style, pictures under the names of their digests. */
import { createHash } from 'node:crypto';
import { DataInvalidError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import {
  ACTIAL_SYSTEM_PROMPT,
  type PromptOptions,
  toConversation,
  toPrompt,
} from '../conversations/index.ts';
import type { ChatMessage, ConversationStyle, Question } from '../schema.ts';
import type { DatasetRow } from '../store/index.ts';
import type { ExportConfig, ExportTask } from './export-record.ts';

export interface ExportPicture {
  readonly bytes: Uint8Array;
  /** images/3f/3fa0...c1.png: the digest of the bytes is the name, so each picture is written once. */
  readonly path: string;
}

export interface ExportSample {
  /** Row of the data set. */
  readonly index: number;
  readonly question: Question;
  readonly style: ConversationStyle;
  /** The assistant's turn is there for supervised tasks only. */
  readonly messages: readonly ChatMessage[];
  readonly pictures: readonly ExportPicture[];
  /** Our own record as JSON, null where the export leaves it out. */
  readonly record: string | null;
}

/** Why a question is not exported: kebab-case, counted in export.json. */
export interface Skipped {
  readonly skipped: string;
}

/**
 * @throws DataInvalidError `wrong-marker-count` when <image> markers and pictures do not match.
 */
export function toSample(row: DatasetRow, config: ExportConfig, task: ExportTask): ExportSample | Skipped {
  const { index, question, images } = row;
  const markers = question.text.split('<image>').length - 1;
  if (markers !== images.length) {
    throw new DataInvalidError(
      'wrong-marker-count',
      `Row ${index} (${question.questionId}) has ${markers} <image> markers and ${images.length} pictures.`,
      { remedy: 'Make the data set again; its shards do not belong to its questions.' },
    );
  }
  if (config.style === 'chain' && task === 'sft' && question.chain === null) return { skipped: 'no-chain' };
  const style = styleOf(question, config);
  const put = task === 'sft' ? toConversation : toPrompt;
  return {
    index,
    question,
    style,
    messages: put(question, style, promptOptions(config.system)),
    pictures: images.map((bytes) => ({ bytes, path: picturePath(bytes) })),
    record: config.record ? JSON.stringify({ row: index, question }) : null,
  };
}

/** A message's text with a marker where each picture stands. */
export function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'image' ? '<image>' : part.text)).join('');
}

/** A question without a chain is a letter in a hybrid; the others are drawn by their own ids, so any subset agrees. */
function styleOf(question: Question, { style, ratio, seed }: ExportConfig): ConversationStyle {
  if (style !== 'hybrid') return style;
  if (question.chain === null) return 'letter';
  const digest = createHash('sha256').update(`${seed}\0${question.questionId}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < ratio ? 'letter' : 'chain';
}

function promptOptions(system: string): PromptOptions {
  if (system === 'style') return {};
  if (system === 'none') return { system: null };
  return { system: system === 'actial' ? ACTIAL_SYSTEM_PROMPT : system };
}

function picturePath(bytes: Uint8Array): string {
  const digest = sha256(bytes);
  return `images/${digest.slice(0, 2)}/${digest}.${pictureExtension(bytes)}`;
}

/** By the first bytes; consumers look at the extension. */
export function pictureExtension(bytes: Uint8Array): 'png' | 'jpg' | 'webp' | 'gif' | 'bin' {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpg';
  if (bytes[0] === 0x52 && bytes[8] === 0x57) return 'webp';
  return bytes[0] === 0x47 && bytes[1] === 0x49 ? 'gif' : 'bin';
}
