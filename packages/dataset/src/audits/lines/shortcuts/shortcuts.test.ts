/** Each shortcut that is planted is found by its own line, and by that line alone where nothing else gives it away. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Question, View } from '../../../schema.ts';
import { madeShard, noisePicture } from '../../../store/made-dataset.ts';
import type { ShardContent } from '../../../store/shards/row.ts';
import { auditShards, lineOf, mapQuestions } from '../../made-audit.ts';

const KIND = 'ego-rotation';
const LEVEL = { left: 0, none: 1, right: 2 } as const;

function labelOf({ geometry }: Question): 0 | 1 | 2 {
  return LEVEL[geometry.labels!.egoRotation!];
}

async function planted(
  picture: (view: View, question: Question) => Promise<Uint8Array> = noisePicture,
  scenes = 30,
): Promise<[train: ShardContent, test: ShardContent]> {
  const kinds = [KIND];
  return [
    await madeShard({ scenes, seed: 'shortcut', kinds }, picture),
    await madeShard({ scenes: Math.ceil(scenes / 2.5), seed: 'shortcut', split: 'test', kinds }, picture),
  ];
}

/** A view has one picture: rows that show one again are left out. */
function eachViewOnce(shard: ShardContent): ShardContent {
  const shown = new Set<string>();
  const rows = shard.rows.filter(({ question: { viewIds } }) => {
    if (viewIds.some((viewId) => shown.has(viewId))) return false;
    for (const viewId of viewIds) shown.add(viewId);
    return true;
  });
  return { ...shard, rows };
}

/** Noise with a corner whose colour says the answer; the mean level stays as it is. */
async function markedPicture(view: View, question: Question): Promise<Uint8Array> {
  const levels = [60, 128, 196] as const;
  const level = levels[labelOf(question)];
  const square = await sharp({
    create: { width: 16, height: 16, channels: 3, background: { r: level, g: 255 - level, b: 128 } },
  })
    .png()
    .toBuffer();
  return sharp(await noisePicture(view))
    .toColourspace('srgb')
    .composite([{ input: square, left: 0, top: 0 }])
    .png()
    .toBuffer();
}

describe('shortcut lines', () => {
  it('find a mark in the second picture alone', async () => {
    const marked = (view: View, question: Question): Promise<Uint8Array> =>
      view.viewId === question.viewIds[1] ? markedPicture(view, question) : noisePicture(view);
    const [train, test] = await planted(marked, 90);
    const audit = await auditShards(eachViewOnce(train), eachViewOnce(test));
    expect(lineOf(audit, 'second-image-alone').verdict).toBe('fail');
    expect(lineOf(audit, 'first-image-alone').verdict).toBe('pass');
  });

  it('find a file size that follows the answer', async () => {
    const [train, test] = await planted();
    // Bytes behind a PNG's end belong to no pixel.
    const pad = (shard: ShardContent): ShardContent => ({
      ...shard,
      rows: shard.rows.map(({ question, images }) => ({
        question,
        images: images.map((bytes) => Buffer.concat([bytes, Buffer.alloc(400 * labelOf(question))])),
      })),
    });
    const audit = await auditShards(pad(train), pad(test));
    expect(lineOf(audit, 'file-size').verdict).toBe('fail');
    expect(lineOf(audit, 'brightness').verdict).toBe('pass');
  });

  it('find answers that take turns with the rows', async () => {
    const sorted = ({ rows, ...rest }: ShardContent): ShardContent => {
      const byLabel = [0, 1, 2].map((label) => rows.filter(({ question }) => labelOf(question) === label));
      const count = Math.min(...byLabel.map((list) => list.length));
      return {
        ...rest,
        rows: Array.from({ length: 3 * count }, (_, i) => byLabel[i % 3]![Math.floor(i / 3)]!),
      };
    };
    const [train, test] = await planted();
    const even = sorted(train);
    const audit = await auditShards(even, sorted(test));
    // The test rows follow the training rows: their remainder by three must not shift.
    expect(even.rows.length % 3).toBe(0);
    expect(lineOf(audit, 'row-order').verdict).toBe('fail');
  });

  it('find the letter in the order of the options', async () => {
    // The right option always stands behind the one that comes before it in the alphabet: letters stay uniform.
    const arrange = (question: Question): Question => {
      const sorted = [...question.options].sort();
      const right = question.options['ABC'.indexOf(question.answer)]!;
      const others = sorted.filter((option) => option !== right);
      const letter = sorted.indexOf(right);
      const options = [...others.slice(0, letter), right, ...others.slice(letter)];
      const shifted = letter === 1 ? options : [...options].reverse();
      const answer = 'ABC'[shifted.indexOf(right)]!;
      return { ...question, options: shifted, answer };
    };
    const [train, test] = await planted();
    const audit = await auditShards(mapQuestions(train, arrange), mapQuestions(test, arrange));
    expect(lineOf(audit, 'option-order').verdict).toBe('fail');
  });

  it('find that the object goes where the camera turns to', async () => {
    // Cameras that turn and never move: the displacement is the turn.
    const still = (shard: ShardContent): ShardContent => ({
      ...shard,
      rows: shard.rows.filter(({ question }) => question.geometry.labels!.egoTranslation === 'none'),
    });
    const train = await madeShard({ scenes: 90, seed: 'turning', kinds: [KIND] });
    const test = await madeShard({ scenes: 40, seed: 'turning', split: 'test', kinds: [KIND] });
    expect(lineOf(await auditShards(still(train), still(test)), 'displacement').verdict).toBe('fail');
  });
});
