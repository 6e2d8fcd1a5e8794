/**
 * From messages and images to token ids, labels and patches. A conversation is tokenised in pieces, the prompt up
 * to an assistant turn and the turn itself, which is exactly how the ids come about when the turn is sampled. Labels
 * are the ids of assistant turns with their closing token (<|im_end|>), and -100 everywhere else.
 */
import type { ChatMessage } from '@parallax/dataset/schema';
import { DataInvalidError } from '@parallax/lab';
import { type ImageProcessorConfig, processImages, type RgbImage } from '../images/index.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { IGNORED_LABEL } from './collate.ts';

const NOTHING = [0, 0] as const;

export interface TrainingExample {
  readonly id: string;
  /** Name of the source it was drawn from. */
  readonly source: string;
  readonly messages: readonly ChatMessage[];
  /** In the order of the messages' image parts. */
  readonly images: readonly RgbImage[];
  /** Part of the last assistant turn that is learnt, start and end as offsets in its text; default: every assistant turn, whole. */
  readonly learnt?: readonly [number, number];
}

/** Patches of the images of one row; grids are in patches (time, rows, columns). */
export interface EncodedImages {
  readonly pixelValues: Float32Array | null;
  readonly gridThw: readonly (readonly [number, number, number])[];
}

export interface EncodedPrompt extends EncodedImages {
  readonly inputIds: Int32Array;
}

export interface EncodedExample extends EncodedPrompt {
  /** Same length as inputIds. */
  readonly labels: Int32Array;
}

/** Encodes a conversation for training. @throws DataInvalidError `images-mismatch`, `no-assistant-turn`. */
export function encodeExample(
  tokenizer: Tokenizer,
  processor: ImageProcessorConfig,
  example: TrainingExample,
): EncodedExample {
  const images = encodeImages(processor, example.images);
  return { ...encodeText(tokenizer, processor, example, images.gridThw), ...images };
}

/** Encodes messages that end where the assistant is to speak. */
export function encodePrompt(
  tokenizer: Tokenizer,
  processor: ImageProcessorConfig,
  prompt: {
    readonly id: string;
    readonly messages: readonly ChatMessage[];
    readonly images: readonly RgbImage[];
  },
): EncodedPrompt {
  const images = encodeImages(processor, prompt.images);
  const text = tokenizer.applyChatTemplate(prompt.messages, { addGenerationPrompt: true });
  const ids = expandImageTokens(tokenizer, processor, prompt.id, tokenizer.encode(text), [...images.gridThw]);
  return { inputIds: Int32Array.from(ids), ...images };
}

/** The text half of `encodeExample`: depends on the images' grids only, so it can be kept between epochs. */
export function encodeText(
  tokenizer: Tokenizer,
  processor: ImageProcessorConfig,
  example: Pick<TrainingExample, 'id' | 'messages' | 'learnt'>,
  gridThw: EncodedImages['gridThw'],
): { inputIds: Int32Array; labels: Int32Array } {
  const { id, messages, learnt } = example;
  const lastTurn = messages.findLastIndex(({ role }) => role === 'assistant');
  const inputIds: number[] = [];
  const labels: number[] = [];
  const grids = [...gridThw];
  const prompt = (text: string): void => {
    for (const token of expandImageTokens(tokenizer, processor, id, tokenizer.encode(text), grids)) {
      inputIds.push(token);
      labels.push(IGNORED_LABEL);
    }
  };
  const turn = (text: string, part: readonly [number, number] | undefined): void => {
    const ids = tokenizer.encode(text);
    // What follows the closing token (a line break) belongs to the template, not to the answer.
    const closing = lastIndexOfAny(ids, tokenizer.eosTokenIds);
    const within = part === undefined ? () => true : tokensWithin(tokenizer, ids, part);
    ids.forEach((token, i) => {
      inputIds.push(token);
      labels.push(i <= closing && within(i) ? token : IGNORED_LABEL);
    });
  };
  let rendered = '';
  messages.forEach((message, i) => {
    if (message.role !== 'assistant') return;
    const before = tokenizer.applyChatTemplate(messages.slice(0, i), { addGenerationPrompt: true });
    const whole = tokenizer.applyChatTemplate(messages.slice(0, i + 1), { addGenerationPrompt: false });
    if (!before.startsWith(rendered) || !whole.startsWith(before)) {
      throw new DataInvalidError(
        'template-not-incremental',
        `${id}: the chat template rewrites earlier turns.`,
        {
          remedy: 'Use a chat template that only appends, such as Qwen2.5-VL’s own.',
        },
      );
    }
    prompt(before.slice(rendered.length));
    turn(whole.slice(before.length), learnt && (i === lastTurn ? learnt : NOTHING));
    rendered = whole;
  });
  if (rendered === '') {
    throw new DataInvalidError(
      'no-assistant-turn',
      `${id}: the conversation has no assistant turn to learn.`,
      {
        remedy: 'Build it with toConversation, which adds the target turn.',
      },
    );
  }
  if (grids.length > 0) throw imagesMismatch(id, `${grids.length} image(s) too many`);
  return { inputIds: Int32Array.from(inputIds), labels: Int32Array.from(labels) };
}

export function encodeImages(processor: ImageProcessorConfig, images: readonly RgbImage[]): EncodedImages {
  if (images.length === 0) return { pixelValues: null, gridThw: [] };
  return processImages([...images], processor);
}

/** One image token stands for one merged cell of the grid; takes the grids it uses off the list. */
export function expandImageTokens(
  tokenizer: Tokenizer,
  processor: ImageProcessorConfig,
  id: string,
  ids: readonly number[],
  grids: EncodedImages['gridThw'][number][],
): number[] {
  const expanded: number[] = [];
  for (const token of ids) {
    if (token !== tokenizer.imageTokenId) {
      expanded.push(token);
      continue;
    }
    const grid = grids.shift();
    if (grid === undefined) throw imagesMismatch(id, 'fewer images than image parts in its messages');
    const cells = (grid[0] * grid[1] * grid[2]) / processor.mergeSize ** 2;
    for (let cell = 0; cell < cells; cell++) expanded.push(token);
  }
  return expanded;
}

/** Whether a token stands at least partly within a part of the text. */
function tokensWithin(
  tokenizer: Tokenizer,
  ids: readonly number[],
  [from, to]: readonly [number, number],
): (i: number) => boolean {
  let [length, pending] = [0, 0];
  const ends = ids.map((_, i) => {
    const text = tokenizer.decode(ids.slice(pending, i + 1));
    // A part of a character is read as U+FFFD; the tokens after it make it whole.
    if (!text.endsWith('\ufffd')) [length, pending] = [length + text.length, i + 1];
    return length;
  });
  return (i) => {
    const start = ends[i - 1] ?? 0;
    return start < to && Math.max(ends[i]!, start + 1) > from;
  };
}

function imagesMismatch(id: string, what: string): DataInvalidError {
  return new DataInvalidError('images-mismatch', `${id}: ${what}.`, {
    remedy: 'Give one image for each {type: "image"} part, in order.',
  });
}

function lastIndexOfAny(ids: readonly number[], wanted: readonly number[]): number {
  for (let i = ids.length - 1; i >= 0; i--) if (wanted.includes(ids[i]!)) return i;
  return ids.length - 1;
}
